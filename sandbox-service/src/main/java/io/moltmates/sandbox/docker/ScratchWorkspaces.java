package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.Availability.Off;
import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Workspaces of nobody for [SelfTest], which lie where those of people do.
///
/// @param owner `uid:gid` of the container's user
record ScratchWorkspaces(StateLayout layout, String owner) {

    /// What this service writes, and what the container makes of it.
    static final String OURS = "from-service";

    static final String THEIRS = "from-sandbox";

    /// No person's directory begins so.
    private static final String PREFIX = ".self-test-";

    private static final Duration FORGOTTEN = Duration.ofMinutes(10);
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /// This service itself can't make a workspace.
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Off why;

        UnusableException(Off why) {
            super(why.reason(), null, false, false);
            this.why = why;
        }

        Off why() {
            return why;
        }
    }

    Path users() {
        return layout.users();
    }

    /// A workspace with one file of that text, both the container's user's.
    Workspace make(String text) throws UnusableException {
        var directory = users().resolve(PREFIX + UUID.randomUUID());
        var workspace = new Workspace(new StateLayout.PersonLayout(directory).workspace(), text);
        try {
            removeForgotten();
            Files.createDirectories(users(), DIRECTORY);
            Files.createDirectory(directory, DIRECTORY);
            Files.createDirectory(workspace.directory(), DIRECTORY);
            var file = Files.createFile(workspace.directory().resolve(OURS), FILE);
            Files.writeString(file, text);
            give(file);
            give(workspace.directory());
            return workspace;
        } catch (UnusableException e) {
            workspace.close();
            throw e;
        } catch (IOException e) {
            workspace.close();
            throw new UnusableException(new Off(
                    "this service can't write to the state directory (" + e.getMessage() + ")",
                    "Give it to this service's user: " + chown()));
        }
    }

    /// The command that makes the state directory this process's.
    String chown() {
        try {
            var self = Path.of("/proc/self");
            return "chown -R " + Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid") + " "
                    + layout.root();
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return "chown -R <user>:<group> " + layout.root();
        }
    }

    private void give(Path path) throws IOException, UnusableException {
        String[] wanted = owner.split(":", 2);
        if (ownerOf(path).equals(owner)) {
            return;
        }
        try {
            Files.setAttribute(path, "unix:uid", Integer.parseInt(wanted[0]));
            Files.setAttribute(path, "unix:gid", Integer.parseInt(wanted[1]));
        } catch (FileSystemException _) {
            throw new UnusableException(new Off(
                    "this service may not give files to the sandbox's user " + owner,
                    "Run it as a user that is not root and that owns the state directory (user: \"10000:10000\", and"
                            + " chown -R 10000:10000 " + layout.root()
                            + "): its sandboxes then run as the same user."));
        }
    }

    private static String ownerOf(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) + ":"
                + Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    /// Of a test that was killed.
    private void removeForgotten() throws IOException {
        try (var directories = Files.newDirectoryStream(users(), PREFIX + "*")) {
            for (Path directory : directories) {
                if (Files.getLastModifiedTime(directory)
                        .toInstant()
                        .isBefore(Instant.now().minus(FORGOTTEN))) {
                    new Workspace(new StateLayout.PersonLayout(directory).workspace(), "").close();
                }
            }
        } catch (NoSuchFileException _) {
            // nobody is there yet
        }
    }

    /// One of them; closing it removes it.
    ///
    /// @param text what this service wrote
    record Workspace(Path directory, String text) implements AutoCloseable {

        /// Why this service can't work with what the container made; empty if it can.
        ///
        /// @param user whose it has to be
        /// @param missing what it means if there is nothing
        Optional<Off> fault(String user, Off missing) {
            var theirs = directory.resolve(THEIRS);
            try {
                if (!Files.readString(theirs).equals(text)) {
                    return Optional.of(missing);
                }
                String found = ownerOf(theirs);
                return found.equals(user)
                        ? Optional.empty()
                        : Optional.of(new Off(
                                "what the sandbox's user " + user + " writes belongs to " + found + " here",
                                "The engine, or the file system of the state directory, gives users other numbers: switch"
                                        + " that off (userns-remap, rootless, all_squash), or use a directory of a local"
                                        + " file system."));
            } catch (NoSuchFileException _) {
                return Optional.of(missing);
            } catch (IOException e) {
                return Optional.of(new Off(
                        "this service can't read what the sandbox's user " + user + " writes (" + e.getMessage() + ")",
                        "Run this service as root with the right to change owners, or as " + user + "."));
            }
        }

        /// Quiet: what is left is removed by a later test.
        @Override
        public void close() {
            for (Path path : List.of(directory.resolve(OURS), directory.resolve(THEIRS), directory, parent())) {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException _) {
                    // see above
                }
            }
        }

        private Path parent() {
            var parent = directory.getParent();
            return parent == null ? directory : parent;
        }
    }
}
