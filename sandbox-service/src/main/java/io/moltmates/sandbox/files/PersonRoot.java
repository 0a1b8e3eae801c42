package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.SyscallException.EEXIST;
import static io.moltmates.sandbox.files.SyscallException.ELOOP;
import static io.moltmates.sandbox.files.SyscallException.ENOENT;
import static io.moltmates.sandbox.files.SyscallException.ENOTDIR;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.UserId;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A person's directory, held open: when it is deleted meanwhile, nothing more can be made in it.
final class PersonRoot implements AutoCloseable {

    private static final String PERSON_FILE = "person.json";
    private static final int MAX_PERSON_FILE_BYTES = 1 << 20;
    private static final int DIRECTORY_PERMISSIONS = 0700;

    private final Descriptor directory;
    private final @Nullable Owner workspaceOwner;

    private PersonRoot(Descriptor directory, @Nullable Owner workspaceOwner) {
        this.directory = directory;
        this.workspaceOwner = workspaceOwner;
    }

    /// @param workspaceOwner whom the files of the workspace belong to; null leaves them with this
    /// process' user
    /// @throws PersonGoneException if there is no such directory, or it is of another incarnation
    static PersonRoot open(Path users, UserId user, String incarnation, @Nullable Owner workspaceOwner) {
        Descriptor directory;
        try (var parent = Descriptor.trustedDirectory(users)) {
            directory = parent.open(user.directoryName(), Descriptor.DIRECTORY_HANDLE);
        } catch (SyscallException e) {
            throw e.is(ENOENT, ENOTDIR, ELOOP) ? new PersonGoneException() : e;
        }
        var root = new PersonRoot(directory, workspaceOwner);
        try {
            root.requireIncarnation(user, incarnation);
            return root;
        } catch (RuntimeException e) {
            root.close();
            throw e;
        }
    }

    private void requireIncarnation(UserId user, String incarnation) {
        try (var file = directory.open(PERSON_FILE, 0)) {
            var person = RecordCodec.read(readAll(file, MAX_PERSON_FILE_BYTES), PersonFile.class);
            if (!incarnation.equals(person.incarnation()) || !user.equals(person.user())) {
                throw new PersonGoneException();
            }
        } catch (SyscallException e) {
            throw e.is(ENOENT) ? new PersonGoneException() : e;
        } catch (MalformedRecordException _) {
            throw new FileRefusedException("The person's own record can't be read, so their files stay closed.");
        }
    }

    /// Whether the directory was not deleted while an operation went on.
    ///
    /// @throws PersonGoneException if it was
    void requireStillThere() {
        try {
            directory.statusOf(PERSON_FILE);
        } catch (SyscallException e) {
            throw e.is(ENOENT) ? new PersonGoneException() : e;
        }
    }

    /// A regular file with one name, opened; the caller closes it.
    ///
    /// @throws FileRefusedException if it is anything else
    Descriptor openFile(FilePath path, int flags) {
        var file = directory.open(path.relative(), flags);
        try {
            requirePlainFile(path, file.status());
            return file;
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    static void requirePlainFile(FilePath path, FileStatus status) {
        if (!status.isRegular()) {
            throw new FileRefusedException(path + " is " + status.kind() + ", not a file.");
        }
        if (status.links() > 1) {
            throw new FileRefusedException(path + " has several names (hard links); such files are not touched.");
        }
    }

    Descriptor openDirectory(FilePath path) {
        return directory.open(path.relative(), Syscall.O_DIRECTORY);
    }

    /// How many of the directories above a path are not there.
    int missingParents(FilePath path) {
        for (int present = path.parents().size(); present > 0; present--) {
            try (var _ =
                    directory.open(String.join("/", path.parents().subList(0, present)), Descriptor.DIRECTORY_HANDLE)) {
                return path.parents().size() - present;
            } catch (SyscallException e) {
                if (!e.is(ENOENT)) {
                    throw e;
                }
            }
        }
        return path.parents().size();
    }

    /// What the workspace, or all that tools may touch beside it, takes on the disk.
    ///
    /// @param most how many entries are looked at
    DiskUsage usage(boolean workspace, int most) {
        var meter = new UsageMeter(most);
        var tree = workspace ? FilePath.WORKSPACE_DIRECTORY : FilePath.MEMORY_DIRECTORY;
        try (var top = openDirectory(tree)) {
            meter.addContent(top);
        } catch (SyscallException e) {
            if (!e.is(ENOENT)) {
                throw e;
            }
        }
        if (!workspace) {
            for (String name : FilePath.OWN_FILES) {
                try {
                    meter.add(directory.statusOf(name));
                } catch (SyscallException e) {
                    if (!e.is(ENOENT)) {
                        throw e;
                    }
                }
            }
        }
        return meter.usage();
    }

    /// The directory that the path's last name is in, which has to be there; the caller closes it.
    Descriptor openParent(FilePath path) {
        return directory.open(String.join("/", path.parents()), Descriptor.DIRECTORY_HANDLE);
    }

    /// The directory that the path's last name is in, made with those above it where they lack; the
    /// caller closes it.
    Descriptor makeParents(FilePath path) {
        if (path.parents().isEmpty()) {
            return directory.open(".", Descriptor.DIRECTORY_HANDLE);
        }
        try {
            return directory.open(String.join("/", path.parents()), Descriptor.DIRECTORY_HANDLE);
        } catch (SyscallException e) {
            if (!e.is(ENOENT)) {
                throw e;
            }
            return makeDirectories(path.parents());
        }
    }

    private Descriptor makeDirectories(List<String> names) {
        var owner = names.getFirst().equals("workspace") ? workspaceOwner : null;
        var current = directory.open(".", Descriptor.DIRECTORY_HANDLE);
        for (String name : names) {
            try (var parent = current) {
                current = makeDirectory(parent, name, owner);
            }
        }
        return current;
    }

    private static Descriptor makeDirectory(Descriptor parent, String name, @Nullable Owner owner) {
        boolean made = true;
        try {
            parent.makeDirectory(name, DIRECTORY_PERMISSIONS);
        } catch (SyscallException e) {
            if (!e.is(EEXIST)) {
                throw e;
            }
            made = false;
        }
        var directory = parent.open(name, Descriptor.DIRECTORY_HANDLE);
        try {
            if (made && owner != null) {
                directory.changeOwner(owner);
            }
            return directory;
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /// Whom a file at this path belongs to; null is this process' user.
    @Nullable
    Owner ownerOf(FilePath path) {
        return path.inWorkspace() ? workspaceOwner : null;
    }

    static byte[] readAll(Descriptor file, int limit) {
        var bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 14];
        for (int count; (count = file.read(buffer, 0, buffer.length)) > 0 && bytes.size() <= limit; ) {
            bytes.write(buffer, 0, count);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        directory.close();
    }
}
