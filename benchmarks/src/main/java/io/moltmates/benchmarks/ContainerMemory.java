package io.moltmates.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/// What an idle container holds of the host's memory, in bytes.
///
/// @param processes how many processes of its own it has on the host; none if its runtime hides them
/// @param resident what is resident of them
/// @param own the same, with what several processes share divided among them
/// @param helpers how many processes the engine keeps for it: its shim, and those of a runtime such as gVisor
/// @param engine what those hold, counted as `own`
record ContainerMemory(int processes, long resident, long own, int helpers, long engine) {

    /// @param container the full id, which stands in the arguments of the engine's processes
    /// @param first the process that the engine counts as its first
    static ContainerMemory of(String container, long first) {
        var helpers = figures(ProcessHandle.allProcesses()
                .filter(process -> isFor(process, container))
                .map(ProcessHandle::pid));
        var own = figures(ProcessHandle.of(first).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .filter(process -> !isFor(process, container))
                .map(ProcessHandle::pid));
        long resident = own.stream().mapToLong(ProcessFigures::residentBytes).sum();
        return new ContainerMemory(own.size(), resident, sum(own), helpers.size(), sum(helpers));
    }

    private static boolean isFor(ProcessHandle process, String container) {
        return new ProcessFigures(process.pid()).commandLine().contains(container);
    }

    private static List<ProcessFigures> figures(Stream<Long> pids) {
        return pids.distinct().map(ProcessFigures::new).toList();
    }

    private static long sum(List<ProcessFigures> processes) {
        return processes.stream().mapToLong(ProcessFigures::proportionalBytes).sum();
    }
}
