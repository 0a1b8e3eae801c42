package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.SyscallException.EEXIST;

/// Directories of this system's own.
final class Directories {

    private static final int PERMISSIONS = 0700;

    private Directories() {}

    /// A handle of the directory with this name, made if it lacks.
    static Descriptor made(Descriptor parent, String name) {
        try {
            parent.makeDirectory(name, PERMISSIONS);
        } catch (SyscallException e) {
            if (!e.is(EEXIST)) {
                throw e;
            }
        }
        return parent.open(name, Descriptor.DIRECTORY_HANDLE);
    }
}
