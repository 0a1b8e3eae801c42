package io.moltmates.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What one, two and three agent workers do at the same broker: turns a second, added time, processor time, and how
/// near
/// that is to twice and three times what one does.
///
/// The slots of each worker are the limit, not the processors. Rounds take turns, so that what else the machine does is
/// spread over all rows; the table shows medians.
@Command(name = "scale", mixinStandardHelpOptions = true, description = "Measures one to several agent workers.")
public final class ScaleBenchmark implements Callable<Integer> {

    private static final int PARTITIONS = 12;

    @Option(names = "--workers", split = ",", defaultValue = "1,2,3", description = "How many run.")
    private List<Integer> workers = List.of();

    @Option(names = "--parallel", defaultValue = "8", description = "Turns that one worker runs at once.")
    private int parallel = 8;

    @Option(names = "--people", defaultValue = "36", description = "How many write all the time, at most 200.")
    private int people = 36;

    @Option(names = "--think", defaultValue = "1000", description = "The provider's thinking, ms.")
    private int think = 1000;

    @Option(names = "--seconds", defaultValue = "15", description = "How long each cell runs, at most 120.")
    private int seconds = 15;

    @Option(names = "--rounds", defaultValue = "3", description = "How often all is measured, at most 9.")
    private int rounds = 3;

    @Option(names = "--repository", defaultValue = ".", description = "Where moltmate is.")
    private Path repository = Path.of(".");

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final Map<String, List<ScaleRun.Cell>> cells = new TreeMap<>();
    private final List<ScaleRun.Kill> kills = new ArrayList<>();

    /// Runs the benchmark as a program.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ScaleBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var time = Duration.ofSeconds(Math.min(seconds, 120));
        var spread = new ScalePeople(PARTITIONS);
        var even = spread.even(Math.min(people, 200));
        var skewed = spread.skewed(Math.min(people, 200));
        var few = spread.even(PARTITIONS / 2);
        int most = workers.stream().max(Comparator.naturalOrder()).orElseThrow();
        try (var run = ScaleRun.start(repository.toAbsolutePath().normalize(), PARTITIONS, parallel, think)) {
            run.workers(most);
            var _ = run.measure(time, skewed); // warms up, and lets everybody have an assistant
            var _ = run.measure(time, even);
            for (int round = 0; round < Math.min(rounds, 9); round++) {
                for (int count : workers) {
                    run.workers(count);
                    var _ = run.measure(time, even); // a worker that is new takes people over, and warms up
                    keep("few", count, run.measure(time, few));
                    keep("even", count, run.measure(time, even));
                    keep("skewed", count, run.measure(time, skewed));
                }
                run.workers(most);
                kills.add(run.kill(time, even));
                say("round %d: load average %.1f".formatted(round + 1, loadAverage()));
            }
        }
        print();
        boolean failed = cells.values().stream().flatMap(List::stream).anyMatch(cell -> cell.failed() > 0)
                || kills.stream().anyMatch(kill -> kill.failed() > 0);
        return failed ? 1 : 0;
    }

    private void keep(String who, int count, ScaleRun.Cell cell) {
        cells.computeIfAbsent(who + " " + count, _ -> new ArrayList<>()).add(cell);
        say("%s, %d workers: %.2f turns/s, added p50 %.0f ms, load average %.1f %s"
                .formatted(who, count, cell.turnsPerSecond(), cell.added().p50(), loadAverage(), cell.failure()));
    }

    private void print() {
        out.printf(
                "%d partitions, %d turns at once a worker, thinking %d ms, medians of %d rounds of %d s%n%n",
                PARTITIONS, parallel, think, rounds, seconds);
        out.println("| people | workers | turns a second | of linear | added p50 / p95 / p99, ms "
                + "| CPU a turn: workers, ms | gateway and broker, ms | failed |");
        out.println("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (String who : List.of("few", "even", "skewed")) {
            double one = median(of(who, workers.getFirst()), ScaleRun.Cell::turnsPerSecond) / workers.getFirst();
            for (int count : workers) {
                var of = of(who, count);
                double rate = median(of, ScaleRun.Cell::turnsPerSecond);
                out.printf(
                        "| %s | %d | %.2f | %s | %.0f / %.0f / %.0f | %.1f | %.1f | %d |%n",
                        who,
                        count,
                        rate,
                        who.equals("few") ? "" : "%.2f".formatted(rate / one / count),
                        median(of, cell -> cell.added().p50()),
                        median(of, cell -> cell.added().p95()),
                        median(of, cell -> cell.added().p99()),
                        median(of, ScaleRun.Cell::workerCpu),
                        median(of, ScaleRun.Cell::gatewayCpu),
                        of.stream().mapToInt(ScaleRun.Cell::failed).sum());
            }
        }
        out.printf(
                "%none of the workers killed with -9, even people: %.2f turns/s before, %.2f until its partitions had moved"
                        + " (%.1f s), %.2f after; %d turns, %d failed%n",
                median(kills, ScaleRun.Kill::before),
                median(kills, ScaleRun.Kill::during),
                median(kills, kill -> kill.takeover().toMillis() / 1000.0),
                median(kills, ScaleRun.Kill::after),
                kills.stream().mapToInt(ScaleRun.Kill::turns).sum(),
                kills.stream().mapToInt(ScaleRun.Kill::failed).sum());
    }

    private List<ScaleRun.Cell> of(String who, int count) {
        return cells.getOrDefault(who + " " + count, List.of());
    }

    private static <T> double median(List<T> all, ToDoubleFunction<T> of) {
        double[] sorted = all.stream().mapToDouble(of).sorted().toArray();
        return sorted[(sorted.length - 1) / 2];
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private void say(String line) {
        System.err.println(line);
    }
}
