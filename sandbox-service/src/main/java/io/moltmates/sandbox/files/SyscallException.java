package io.moltmates.sandbox.files;

import java.util.Locale;

/// The kernel refused a call; the error number says why.
final class SyscallException extends RuntimeException {

    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int EXDEV = 18;
    static final int ENOTDIR = 20;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int EROFS = 30;
    static final int ENAMETOOLONG = 36;
    static final int ENOSYS = 38;
    static final int ENOTEMPTY = 39;
    static final int ELOOP = 40;
    static final int EOPNOTSUPP = 95;
    static final int EDQUOT = 122;

    private static final long serialVersionUID = 1L;

    private final int errno;

    SyscallException(Syscall call, int errno) {
        super(call.name().toLowerCase(Locale.ROOT) + " failed with error " + errno, null, false, false);
        this.errno = errno;
    }

    int errno() {
        return errno;
    }

    boolean is(int... numbers) {
        for (int number : numbers) {
            if (errno == number) {
                return true;
            }
        }
        return false;
    }
}
