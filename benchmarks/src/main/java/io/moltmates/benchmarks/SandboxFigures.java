package io.moltmates.benchmarks;

import io.moltmates.benchmarks.Samples.Row;
import io.moltmates.benchmarks.SandboxSpeed.Burst;
import io.moltmates.schema.RecordCodec;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one run has measured, as a table for people or as JSON; all durations are milliseconds.
final class SandboxFigures {

    private static final String LINE = "%-60s | %5d | %8.1f %8.1f %8.1f | %d%n";

    private final String machine;
    private final List<Row> rows = new ArrayList<>();
    private final List<Burst> bursts = new ArrayList<>();
    private @Nullable ContainerMemory memory;

    /// @param runtime the engine's runtime for containers
    SandboxFigures(SandboxEngine engine, String runtime) {
        machine = "%d processors, Linux %s, Docker %s, runtime %s, load average %.1f when it began"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.version"),
                        engine.version(),
                        runtime,
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    void add(Row row) {
        rows.add(row);
    }

    void add(Burst burst) {
        bursts.add(burst);
    }

    void memory(ContainerMemory found) {
        memory = found;
    }

    boolean hasFailures() {
        return rows.stream().anyMatch(row -> row.failed() > 0)
                || bursts.stream().anyMatch(burst -> burst.failed() > 0);
    }

    void print(PrintWriter out) {
        out.println(machine);
        out.printf("%-60s | %5s | %8s %8s %8s | failed%n", "milliseconds", "count", "p50", "p90", "p99");
        for (var row : rows) {
            var times = row.times();
            out.printf(
                    Locale.ROOT, LINE, row.what(), times.count(), times.p50(), times.p90(), times.p99(), row.failed());
            print(out, row.firstFailure());
        }
        for (var burst : bursts) {
            var times = burst.times();
            out.printf(
                    Locale.ROOT,
                    LINE,
                    burst.what(),
                    times.count(),
                    times.p50(),
                    times.p90(),
                    times.p99(),
                    burst.failed());
            out.printf(Locale.ROOT, "%-60s | %5s | %8.1f%n", "  the last one", "", burst.lastMillis());
            print(out, burst.firstFailure());
        }
        if (memory != null) {
            out.printf(
                    Locale.ROOT,
                    "idle container: %d own processes, %.2f MB resident, %.2f MB with what is shared divided;"
                            + " %d of the engine beside it, %.1f MB%n",
                    memory.processes(),
                    memory.resident() / 1e6,
                    memory.own() / 1e6,
                    memory.helpers(),
                    memory.engine() / 1e6);
        }
        out.flush();
    }

    private static void print(PrintWriter out, @Nullable String failure) {
        if (failure != null && !failure.isEmpty()) {
            out.println("  first failure: " + failure);
        }
    }

    String json() {
        var all = new LinkedHashMap<String, Object>();
        all.put("machine", machine);
        all.put("calls", rows.stream().map(SandboxFigures::json).toList());
        all.put("atOnce", bursts.stream().map(SandboxFigures::json).toList());
        if (memory != null) {
            all.put(
                    "idleContainerBytes",
                    Map.of(
                            "ownProcesses", memory.processes(),
                            "ownResident", memory.resident(),
                            "ownProportional", memory.own(),
                            "engineProcesses", memory.helpers(),
                            "engineProportional", memory.engine()));
        }
        return new String(RecordCodec.write(all), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Map<String, Object> json(Row row) {
        var fields = times(row.what().strip(), row.times());
        fields.put("failed", row.failed());
        return fields;
    }

    private static Map<String, Object> json(Burst burst) {
        var fields = times(burst.what().strip(), burst.times());
        fields.put("failed", burst.failed());
        fields.put("last", burst.lastMillis());
        return fields;
    }

    private static Map<String, Object> times(String what, Percentiles times) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("what", what);
        fields.put("count", times.count());
        if (times.count() > 0) {
            fields.put("p50", times.p50());
            fields.put("p90", times.p90());
            fields.put("p99", times.p99());
        }
        return fields;
    }
}
