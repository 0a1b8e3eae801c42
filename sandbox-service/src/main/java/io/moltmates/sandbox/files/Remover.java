package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.SyscallException.ENOENT;

import io.moltmates.schema.Ids;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/// Removes one entry of a directory, with all that is in it if it is a directory, and follows nothing.
///
/// What lies very deep is first moved up, so that no tree is too deep to be removed.
final class Remover {

    private static final int MAX_DEPTH = 64;

    private final Descriptor top;
    private final int most;
    private final Queue<byte[]> movedUp = new ArrayDeque<>();
    private int removed;

    /// @param top a handle of the directory
    /// @param most how many entries are removed
    Remover(Descriptor top, int most) {
        this.top = top;
        this.most = most;
    }

    int removed() {
        return removed;
    }

    /// @return whether it is gone; not if there was more than the limit
    boolean remove(String name) {
        boolean gone = remove(top, name.getBytes(StandardCharsets.UTF_8), MAX_DEPTH);
        for (byte[] next; (next = movedUp.poll()) != null; ) {
            gone &= remove(top, next, MAX_DEPTH);
        }
        return gone;
    }

    private boolean remove(Descriptor parent, byte[] name, int depth) {
        if (removed >= most) {
            return false;
        }
        if (!parent.statusOf(name).isDirectory()) {
            parent.remove(name);
        } else if (depth == 0) {
            String passing = ".moltmate-" + Ids.random(12) + ".tmp";
            parent.moveTo(name, top, passing);
            movedUp.add(passing.getBytes(StandardCharsets.UTF_8));
            return true;
        } else {
            try (var directory = parent.open(name, Syscall.O_DIRECTORY)) {
                DirectoryLister.eachName(
                        directory, Integer.MAX_VALUE, below -> removeBelow(directory, below, depth - 1));
            }
            if (removed >= most) {
                return false;
            }
            parent.removeDirectory(name);
        }
        removed++;
        return true;
    }

    private boolean removeBelow(Descriptor directory, byte[] name, int depth) {
        try {
            return remove(directory, name, depth);
        } catch (SyscallException e) {
            if (!e.is(ENOENT)) {
                throw e;
            }
            return true; // went away meanwhile
        }
    }
}
