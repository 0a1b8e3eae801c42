package io.moltmates.sandbox.files;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls of the Linux kernel that Java's own file classes do not offer, with their numbers on each
/// processor.
enum Syscall {
    READ(0, 63),
    WRITE(1, 64),
    CLOSE(3, 57),
    LSEEK(8, 62),
    FCHMOD(91, 52),
    GETDENTS64(217, 61),
    MKDIRAT(258, 34),
    FCHOWNAT(260, 54),
    UNLINKAT(263, 35),
    LINKAT(265, 37),
    RENAMEAT2(316, 276),
    STATX(332, 291),
    OPENAT2(437, 437);

    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final boolean SUPPORTED = System.getProperty("os.name", "").equals("Linux")
            && (ARM || System.getProperty("os.arch", "").equals("amd64"));

    static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    static final int O_WRONLY = 0x1;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_APPEND = 0x400;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;

    private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final int ARGUMENTS = 5;

    private final int onAmd64;
    private final int onArm64;

    Syscall(int onAmd64, int onArm64) {
        this.onAmd64 = onAmd64;
        this.onArm64 = onArm64;
    }

    /// Makes the call again as long as a signal interrupts it.
    ///
    /// @throws SyscallException with the kernel's error number
    long call(long... arguments) {
        if (!SUPPORTED) {
            throw new SyscallException(this, SyscallException.ENOSYS);
        }
        long number = ARM ? onArm64 : onAmd64;
        long[] all = new long[ARGUMENTS];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(CAPTURED);
            while (true) {
                long result = (long) Handle.SYSCALL.invokeExact(state, number, all[0], all[1], all[2], all[3], all[4]);
                if (result != -1) {
                    return result;
                }
                int errno = (int) ERRNO.get(state, 0L);
                if (errno == SyscallException.EINTR && this == CLOSE) {
                    return 0; // it is closed all the same, and its number may be another file's by now
                }
                if (errno != SyscallException.EINTR) {
                    throw new SyscallException(this, errno);
                }
            }
        } catch (SyscallException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("The kernel could not be called", e);
        }
    }

    /// A zero-terminated copy of the bytes.
    static MemorySegment cString(Arena arena, byte[] bytes) {
        var segment = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment;
    }

    /// Linked on first use, so that a system without it can still say so.
    private static final class Handle {

        static final MethodHandle SYSCALL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
    }
}
