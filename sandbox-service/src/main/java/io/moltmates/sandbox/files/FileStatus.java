package io.moltmates.sandbox.files;

/// What the kernel says about one file.
record FileStatus(int mode, int links, int owner, int group, long size) {

    private static final int TYPE = 0xF000;
    private static final int DIRECTORY = 0x4000;
    private static final int REGULAR = 0x8000;
    private static final int LINK = 0xA000;
    private static final int FIFO = 0x1000;
    private static final int SOCKET = 0xC000;

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
