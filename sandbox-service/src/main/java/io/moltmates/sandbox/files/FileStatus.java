package io.moltmates.sandbox.files;

/// What the kernel says about one file.
///
/// @param allocated how many bytes it takes on the disk, which are less than its size if it has holes
record FileStatus(int mode, int links, int owner, int group, long size, long inode, long allocated) {

    private static final long BLOCK = 4096;

    /// Every entry counts as this much at least, so that empty files don't come for nothing; the
    /// supervisor in the container counts the same.
    private static final long LEAST = 1024;

    private static final int TYPE = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int REGULAR = 0x8000;
    private static final int LINK = 0xA000;
    private static final int FIFO = 0x1000;
    private static final int SOCKET = 0xC000;

    /// What a file or directory of this size counts before it is there.
    static long counted(long size) {
        return Math.max(LEAST, (size + BLOCK - 1) / BLOCK * BLOCK);
    }

    /// What it counts against a quota.
    long counted() {
        return Math.max(LEAST, allocated);
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    int permissions() {
        return mode & 0777;
    }

    /// As a sentence names it.
    String kind() {
        return switch (mode & TYPE) {
            case REGULAR -> "a file";
            case DIRECTORY -> "a directory";
            case LINK -> "a symbolic link";
            case FIFO -> "a named pipe";
            case SOCKET -> "a socket";
            default -> "a device";
        };
    }
}
