package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.Syscall.O_CREAT;
import static io.moltmates.sandbox.files.Syscall.O_EXCL;
import static io.moltmates.sandbox.files.Syscall.O_WRONLY;
import static io.moltmates.sandbox.files.SyscallException.ENOENT;

import io.moltmates.schema.Ids;
import org.jspecify.annotations.Nullable;

/// A file that is written under a passing name and takes its own when it is whole; closed before that,
/// it is removed.
final class NewFile implements AutoCloseable {

    private static final int PERMISSIONS = 0600;

    private final Descriptor parent;
    private final String passingName;
    private final Descriptor content;
    private boolean kept;

    /// @param parent the directory, which stays the caller's to close
    NewFile(Descriptor parent, @Nullable Owner owner) {
        this.parent = parent;
        passingName = ".moltmate-" + Ids.random(12) + ".tmp";
        content = parent.open(passingName, O_WRONLY | O_CREAT | O_EXCL, PERMISSIONS);
        if (owner != null) {
            content.changeOwner(owner);
        }
    }

    void write(byte[] bytes, int length) {
        content.writeFully(bytes, length);
    }

    /// Takes the place of the file with this name, if there is one, with its permissions.
    void replace(String name, @Nullable FileStatus before) {
        if (before != null) {
            content.changePermissions(before.permissions());
        }
        parent.rename(passingName, name);
        kept = true;
    }

    /// @throws SyscallException with EEXIST if the name is taken; another may then be tried
    void keepAs(String name) {
        parent.renameToNew(passingName, name);
        kept = true;
    }

    @Override
    public void close() {
        content.close();
        if (!kept) {
            try {
                parent.remove(passingName);
            } catch (SyscallException e) {
                if (!e.is(ENOENT)) {
                    throw e;
                }
            }
        }
    }
}
