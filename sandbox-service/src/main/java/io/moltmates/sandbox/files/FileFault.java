package io.moltmates.sandbox.files;

/// Says what the kernel's error numbers mean for one file.
final class FileFault {

    private FileFault() {}

    static String sentence(FilePath path, SyscallException fault) {
        return switch (fault.errno()) {
            case SyscallException.ENOENT -> path + " does not exist.";
            case SyscallException.ENOTDIR ->
                path + " is, or leads through, something that is not a directory; links are not followed.";
            case SyscallException.EISDIR, SyscallException.ENOTEMPTY, SyscallException.EEXIST ->
                path + " is a directory, not a file.";
            case SyscallException.ELOOP -> path + " is, or leads through, a symbolic link; links are not followed.";
            case SyscallException.ENXIO -> path + " is a named pipe or a socket, not a file.";
            case SyscallException.EXDEV -> path + " leads outside of the person's directory.";
            case SyscallException.EAGAIN -> path + " keeps changing; try again when no command is running.";
            case SyscallException.EACCES -> path + " may not be opened: its permissions forbid it.";
            case SyscallException.ENAMETOOLONG -> "The path to " + path.name() + " is too long.";
            case SyscallException.ENOSPC, SyscallException.EDQUOT -> "There is no room left on the disk.";
            case SyscallException.EROFS -> path + " is on a disk that can only be read.";
            case SyscallException.ENOSYS ->
                "File tools are off: they need Linux 5.6 or later on a 64-bit Intel or ARM processor.";
            default -> path + " could not be opened (error " + fault.errno() + ").";
        };
    }
}
