package io.moltmates.gateway;

import io.moltmates.schema.Ids;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Secrets;
import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Keeps the deployment's own keys in `secrets.json`, and makes them when they are not there.
final class SecretsFile {

    private SecretsFile() {}

    static Secrets readOrMake(StateLayout layout) {
        try {
            PrivateFiles.createDirectory(layout.root());
        } catch (IOException e) {
            throw new StartRefusedException("The state directory " + layout.root() + " can't be used: " + e, e);
        }
        return readOrMake(layout.secrets());
    }

    static Secrets readOrMake(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null && Files.notExists(directory)) {
                PrivateFiles.createDirectory(directory);
            }
            if (Files.notExists(file)) {
                make(file);
            }
            return parse(file);
        } catch (IOException e) {
            throw new StartRefusedException("The file " + file + " can't be used: " + e, e);
        }
    }

    /// The keys if they were made already; the command line asks like this, since it must make nothing.
    static Optional<Secrets> read(StateLayout layout) {
        try {
            return Files.exists(layout.secrets()) ? Optional.of(parse(layout.secrets())) : Optional.empty();
        } catch (IOException e) {
            throw new StartRefusedException("The file " + layout.secrets() + " can't be read: " + e, e);
        }
    }

    private static Secrets parse(Path file) throws IOException {
        try {
            return RecordCodec.read(Files.readAllBytes(file), Secrets.class);
        } catch (MalformedRecordException e) {
            throw new StartRefusedException(
                    "The file " + file
                            + " is damaged. Restore it from a backup; or remove it, and new keys are"
                            + " made at the next start, so that everybody needs a new sign-in link.",
                    e);
        }
    }

    /// Two programs may make them at once: the first one wins, and both use its keys.
    private static void make(Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + "." + Ids.random(8));
        PrivateFiles.write(draft, RecordCodec.write(Secrets.random()));
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _) {
            // another program was first
        } catch (UnsupportedOperationException | FileSystemException _) { // not every file system has hard links
            moveIfFirst(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void moveIfFirst(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file);
        } catch (FileAlreadyExistsException _) {
            // another program was first
        }
    }
}
