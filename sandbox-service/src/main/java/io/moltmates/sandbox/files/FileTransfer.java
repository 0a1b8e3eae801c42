package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.SyscallException.EEXIST;
import static io.moltmates.sandbox.files.SyscallException.ENOENT;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Copies one file between two directories in pieces, never over a file that is there.
final class FileTransfer {

    private static final int BUFFER = 1 << 16;
    private static final int NAMES_TRIED = 1000;

    private final FileLimits limits;

    FileTransfer(FileLimits limits) {
        this.limits = limits;
    }

    /// @param into a handle of the directory
    /// @return the name that the file got: the one wished for, or a numbered one; a file that is there
    /// with the very same bytes is taken for the copy, so doing it again after a crash leaves no second
    /// one
    String copy(Descriptor from, Descriptor into, String name, FilePath shown, NewFile file) {
        transfer(from, file, shown);
        for (int number = 1; number <= NAMES_TRIED; number++) {
            String candidate = AttachmentName.numbered(name, number);
            try {
                file.keepAs(candidate);
                return candidate;
            } catch (SyscallException e) {
                if (!e.is(EEXIST)) {
                    throw e;
                }
                if (sameBytes(from, into, candidate)) {
                    return candidate;
                }
            }
        }
        throw new FileRefusedException("There are too many files named \"" + name + "\" in the inbox already.");
    }

    /// The name under which a copy of it, to be called so, is there already; null if there is none.
    static @Nullable String present(Descriptor original, Descriptor into, String name) {
        for (int number = 1; number <= NAMES_TRIED; number++) {
            String candidate = AttachmentName.numbered(name, number);
            if (sameBytes(original, into, candidate)) {
                original.rewind();
                return candidate;
            }
            original.rewind();
            try {
                into.statusOf(candidate);
            } catch (SyscallException e) {
                if (e.is(ENOENT)) {
                    return null;
                }
                throw e;
            }
        }
        return null;
    }

    private void transfer(Descriptor from, NewFile to, FilePath shown) {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int count; (count = from.read(buffer, 0, buffer.length)) > 0; ) {
            total += count;
            if (total > limits.transferBytes()) {
                throw new FileRefusedException(
                        shown + " is too large: at most " + limits.transferBytes() + " bytes are copied.");
            }
            to.write(buffer, count);
        }
    }

    private static boolean sameBytes(Descriptor original, Descriptor directory, String name) {
        try (var other = directory.open(name, 0)) {
            var status = other.status();
            if (!status.isRegular() || status.size() != original.status().size()) {
                return false;
            }
            original.rewind();
            byte[] left = new byte[BUFFER];
            byte[] right = new byte[BUFFER];
            while (true) {
                int first = fill(original, left);
                int second = fill(other, right);
                if (!Arrays.equals(left, 0, first, right, 0, second)) {
                    return false;
                }
                if (first == 0) {
                    return true;
                }
            }
        } catch (SyscallException e) {
            if (e.is(ENOENT, SyscallException.ELOOP, SyscallException.ENXIO, SyscallException.EACCES)) {
                return false;
            }
            throw e;
        }
    }

    private static int fill(Descriptor file, byte[] buffer) {
        int filled = 0;
        while (filled < buffer.length) {
            int count = file.read(buffer, filled, buffer.length - filled);
            if (count == 0) {
                break;
            }
            filled += count;
        }
        return filled;
    }
}
