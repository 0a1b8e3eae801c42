package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.SyscallException.ELOOP;
import static io.moltmates.sandbox.files.SyscallException.ENOENT;
import static io.moltmates.sandbox.files.SyscallException.ENOTDIR;

import java.util.HashSet;
import java.util.Set;

/// Adds up what trees take on the disk, as `du` does, and follows nothing that lies in them.
///
/// A file with several names counts once, holes in a file not at all. What can't be looked at, because
/// it is closed, too deep or more than the limit, makes the answer one that is not whole.
final class UsageMeter {

    private static final int MAX_DEPTH = 64;

    private final int most;
    private final Set<Long> filesWithSeveralNames = new HashSet<>();
    private long bytes;
    private int entries;
    private boolean whole = true;

    /// @param most how many entries are looked at
    UsageMeter(int most) {
        this.most = most;
    }

    DiskUsage usage() {
        return new DiskUsage(bytes, entries, whole);
    }

    /// All that is in a directory, without itself.
    ///
    /// @param directory opened for reading
    void addContent(Descriptor directory) {
        addContent(directory, MAX_DEPTH);
    }

    void add(FileStatus status) {
        entries++;
        boolean counted = status.isRegular() && status.links() > 1 && !filesWithSeveralNames.add(status.inode());
        bytes += counted ? 0 : status.counted();
    }

    private void addContent(Descriptor directory, int depth) {
        DirectoryLister.eachName(directory, Integer.MAX_VALUE, name -> {
            if (entries >= most) {
                whole = false;
                return false;
            }
            try {
                var status = directory.statusOf(name);
                add(status);
                if (status.isDirectory()) {
                    below(directory, name, depth);
                }
            } catch (SyscallException e) {
                whole &= e.is(ENOENT, ENOTDIR, ELOOP); // these went away meanwhile
            }
            return true;
        });
    }

    private void below(Descriptor parent, byte[] name, int depth) {
        if (depth == 0) {
            whole = false;
            return;
        }
        try (var directory = parent.open(name, Syscall.O_DIRECTORY)) {
            addContent(directory, depth - 1);
        }
    }
}
