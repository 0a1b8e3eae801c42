package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.Syscall.O_CLOEXEC;
import static io.moltmates.sandbox.files.Syscall.O_DIRECTORY;
import static io.moltmates.sandbox.files.Syscall.O_NOFOLLOW;
import static io.moltmates.sandbox.files.Syscall.O_NONBLOCK;
import static io.moltmates.sandbox.files.Syscall.O_PATH;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// An open file or directory; whatever is opened below it stays below it, and no link is followed on
/// the way.
///
/// A name given to a method is one component, or a relative path where the method says so. Not
/// thread-safe.
final class Descriptor implements AutoCloseable {

    /// Only a handle to go on from: the directory's content is not opened.
    static final int DIRECTORY_HANDLE = O_PATH | O_DIRECTORY;

    private static final int AT_CURRENT_DIRECTORY = -100;
    private static final int AT_NO_FOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int NO_CROSSING_OF_MOUNTS = 0x01;
    private static final int NO_MAGIC_LINKS = 0x02;
    private static final int NO_SYMBOLIC_LINKS = 0x04;
    private static final int BENEATH = 0x08;
    private static final int CONFINED = NO_CROSSING_OF_MOUNTS | NO_MAGIC_LINKS | NO_SYMBOLIC_LINKS | BENEATH;
    private static final int RENAME_NO_REPLACE = 1;
    private static final int BASIC_STATISTICS = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int BLOCK_UNIT = 512;
    private static final int REMOVE_DIRECTORY = 0x200;
    private static final int OPEN_HOW_BYTES = 24;

    /// The kernel answers EAGAIN when a rename elsewhere made it unsure; a hostile container can go on
    /// with that for ever.
    private static final int ATTEMPTS = 64;

    private final int number;
    private boolean closed;

    private Descriptor(int number) {
        this.number = number;
    }

    /// A directory of this system's own, whose path may hold links.
    static Descriptor trustedDirectory(Path path) {
        return open(AT_CURRENT_DIRECTORY, bytes(path.toString()), DIRECTORY_HANDLE | O_CLOEXEC, 0, 0);
    }

    /// Opens a relative path beneath this directory; never blocks, also not on a pipe that nobody
    /// writes to.
    Descriptor open(String path, int flags, int permissions) {
        return open(number, bytes(path), flags | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW, permissions, CONFINED);
    }

    Descriptor open(String path, int flags) {
        return open(path, flags, 0);
    }

    Descriptor open(byte[] name, int flags) {
        return open(number, name, flags | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW, 0, CONFINED);
    }

    private static Descriptor open(int directory, byte[] path, int flags, int permissions, int resolve) {
        // O_PATH takes few other flags, and the call refuses what is not known
        int accepted = (flags & O_PATH) == 0 ? flags : flags & (O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
        try (var arena = Arena.ofConfined()) {
            var name = Syscall.cString(arena, path);
            var how = arena.allocate(OPEN_HOW_BYTES, Long.BYTES);
            how.set(ValueLayout.JAVA_LONG, 0, accepted);
            how.set(ValueLayout.JAVA_LONG, 8, permissions);
            how.set(ValueLayout.JAVA_LONG, 16, resolve);
            for (int attempt = 1; ; attempt++) {
                try {
                    return new Descriptor(
                            (int) Syscall.OPENAT2.call(directory, name.address(), how.address(), OPEN_HOW_BYTES));
                } catch (SyscallException e) {
                    if (!e.is(SyscallException.EAGAIN) || attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        }
    }

    FileStatus status() {
        return status(new byte[0], AT_EMPTY_PATH);
    }

    /// Of the entry itself, also when it is a link.
    FileStatus statusOf(byte[] name) {
        return status(name, AT_NO_FOLLOW);
    }

    FileStatus statusOf(String name) {
        return statusOf(bytes(name));
    }

    private FileStatus status(byte[] name, int flags) {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(STATX_BYTES, Long.BYTES);
            Syscall.STATX.call(
                    number, Syscall.cString(arena, name).address(), flags, BASIC_STATISTICS, buffer.address());
            return new FileStatus(
                    Short.toUnsignedInt(buffer.get(ValueLayout.JAVA_SHORT, 28)),
                    buffer.get(ValueLayout.JAVA_INT, 16),
                    buffer.get(ValueLayout.JAVA_INT, 20),
                    buffer.get(ValueLayout.JAVA_INT, 24),
                    buffer.get(ValueLayout.JAVA_LONG, 40),
                    buffer.get(ValueLayout.JAVA_LONG, 32),
                    buffer.get(ValueLayout.JAVA_LONG, 48) * BLOCK_UNIT);
        }
    }

    /// @return how many bytes; 0 at the end
    int read(byte[] into, int offset, int length) {
        return transfer(Syscall.READ, into, offset, length);
    }

    /// Directory entries as the kernel lays them out; 0 at the end.
    int readEntries(byte[] into) {
        return transfer(Syscall.GETDENTS64, into, 0, into.length);
    }

    private int transfer(Syscall call, byte[] into, int offset, int length) {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(length, Long.BYTES);
            int count = (int) call.call(number, buffer.address(), length);
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, offset, count);
            return count;
        }
    }

    void writeFully(byte[] from, int length) {
        try (var arena = Arena.ofConfined()) {
            var buffer = arena.allocate(Math.max(1, length));
            MemorySegment.copy(from, 0, buffer, ValueLayout.JAVA_BYTE, 0, length);
            for (int done = 0; done < length; ) {
                done += (int) Syscall.WRITE.call(number, buffer.address() + done, length - done);
            }
        }
    }

    void rewind() {
        Syscall.LSEEK.call(number, 0, 0);
    }

    void makeDirectory(String name, int permissions) {
        withName(name, address -> Syscall.MKDIRAT.call(number, address, permissions));
    }

    void remove(String name) {
        remove(bytes(name));
    }

    void remove(byte[] name) {
        withName(name, address -> Syscall.UNLINKAT.call(number, address, 0));
    }

    void removeDirectory(byte[] name) {
        withName(name, address -> Syscall.UNLINKAT.call(number, address, REMOVE_DIRECTORY));
    }

    /// Moves an entry into another directory, under a name that must be free there.
    void moveTo(byte[] name, Descriptor other, String newName) {
        withName(
                name,
                from -> withName(
                        newName, to -> Syscall.RENAMEAT2.call(number, from, other.number, to, RENAME_NO_REPLACE)));
    }

    void changePermissions(int permissions) {
        Syscall.FCHMOD.call(number, permissions);
    }

    /// Of the entry itself, also when it is a link.
    void changeOwner(byte[] name, Owner owner) {
        try (var arena = Arena.ofConfined()) {
            int flags = name.length == 0 ? AT_EMPTY_PATH : AT_NO_FOLLOW;
            Syscall.FCHOWNAT.call(number, Syscall.cString(arena, name).address(), owner.user(), owner.group(), flags);
        }
    }

    void changeOwner(Owner owner) {
        changeOwner(new byte[0], owner);
    }

    /// Puts the first name's file in the place of the second's.
    void rename(String from, String to) {
        rename(from, to, 0);
    }

    /// Like [#rename], but fails with EEXIST rather than replace anything.
    void renameToNew(String from, String to) {
        try {
            rename(from, to, RENAME_NO_REPLACE);
        } catch (SyscallException e) {
            if (!e.is(SyscallException.EINVAL, SyscallException.EOPNOTSUPP)) {
                throw e;
            }
            // a file system that knows no such rename: a second name, then the first one away
            withName(from, first -> withName(to, second -> Syscall.LINKAT.call(number, first, number, second, 0)));
            remove(from);
        }
    }

    private void rename(String from, String to, int flags) {
        withName(from, first -> withName(to, second -> Syscall.RENAMEAT2.call(number, first, number, second, flags)));
    }

    private static void withName(String name, AddressConsumer use) {
        withName(bytes(name), use);
    }

    private static void withName(byte[] name, AddressConsumer use) {
        try (var arena = Arena.ofConfined()) {
            use.accept(Syscall.cString(arena, name).address());
        }
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Syscall.CLOSE.call(number);
        }
    }

    /// Uses an address while it is valid.
    private interface AddressConsumer {

        void accept(long address);
    }
}
