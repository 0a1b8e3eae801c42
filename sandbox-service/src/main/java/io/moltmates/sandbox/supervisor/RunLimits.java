package io.moltmates.sandbox.supervisor;

/// What one command may use, besides time. The supervisor applies each to every pipeline of it, except
/// for the output, which all share.
///
/// @param cpuSeconds of one process; 0 takes the command's time limit
/// @param addressSpaceBytes of one process
/// @param fileSizeBytes that one file may grow to
/// @param openFiles of one process, at least 8
/// @param processes of the container's user on the whole host, so only a backstop: the container's own
/// limit is to be lower
/// @param outputBytes of both streams together; a command that prints more is ended
/// @param workspaceBytes that the workspace may hold; a command that takes it above is ended; 0 is no
/// limit
public record RunLimits(
        int cpuSeconds,
        long addressSpaceBytes,
        long fileSizeBytes,
        int openFiles,
        int processes,
        long outputBytes,
        long workspaceBytes) {

    public RunLimits {
        atLeast("cpuSeconds", cpuSeconds, 0);
        atLeast("addressSpaceBytes", addressSpaceBytes, 1);
        atLeast("fileSizeBytes", fileSizeBytes, 1);
        atLeast("openFiles", openFiles, 8);
        atLeast("processes", processes, 1);
        atLeast("outputBytes", outputBytes, 1);
        atLeast("workspaceBytes", workspaceBytes, 0);
    }

    private static void atLeast(String name, long value, long minimum) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " is " + value + ". Expected " + minimum + " or more.");
        }
    }
}
