package io.moltmates.sandbox.supervisor;

/// How one pipeline ended, as the supervisor says it.
///
/// @param value the last program's exit code, the signal that ended it, or why it could not start (an
/// `errno`)
/// @param outputBytes how much it printed, of both streams
/// @param detail what the reason is about, without a full stop; may be empty
record RunEnd(Reason reason, int value, long wallMicros, long cpuMicros, long outputBytes, String detail) {

    enum Reason {
        EXITED,
        SIGNAL,
        TIME,
        OUTPUT,
        MEMORY,
        FILE_SIZE,
        CPU,
        CANCELLED,
        QUOTA,
        REFUSED,
        NOT_STARTED
    }
}
