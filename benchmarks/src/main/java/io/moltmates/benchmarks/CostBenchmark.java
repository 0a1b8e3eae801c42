package io.moltmates.benchmarks;

import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.TableReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a person and a turn cost: memory, disk, bytes on each topic, processor time; what `docs/scaling.md` computes
/// with.
@Command(name = "costs", mixinStandardHelpOptions = true, description = "Measures what a person and a turn cost.")
public final class CostBenchmark implements Callable<Integer> {

    private static final int PARTITIONS = 12;
    private static final int WRITERS = 50;
    private static final String QUESTION =
            "What do you make of this? ".repeat(8).strip();

    @Option(names = "--people", defaultValue = "2000", description = "New people, at most 20,000.")
    private int people = 2_000;

    @Option(names = "--turns", defaultValue = "1500", description = "Streamed turns, at most 50,000.")
    private int turns = 1_500;

    @Option(names = "--words", defaultValue = "150", description = "Of an answer.")
    private int words = 150;

    @Option(names = "--slow", defaultValue = "10", description = "Milliseconds between two words.")
    private int slow = 10;

    @Option(names = "--active", defaultValue = "500", description = "Turns that run at once, at most 900.")
    private int active = 500;

    @Option(names = "--history", defaultValue = "5000", description = "Turns before, of somebody with a long history.")
    private int history = 5_000;

    @Option(names = "--repository", defaultValue = ".", description = "Where moltmate is.")
    private Path repository = Path.of(".");

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    /// Runs the benchmark as a program.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CostBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var run = ScaleRun.start(repository.toAbsolutePath().normalize(), PARTITIONS, 1_000, 0)) {
            run.workers(1);
            int failed = failed(run.load().turns(500, WRITERS, true, QUESTION)); // warms up
            failed += people(run);
            failed += turns(run);
            failed += active(run);
            failed += history(run);
            out.printf(
                    "%nload average at the end: %.1f; failed: %d%n",
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), failed);
            return failed == 0 ? 0 : 1;
        }
    }

    private int people(ScaleRun run) throws IOException, InterruptedException {
        int count = Math.min(people, 20_000);
        var layout = run.gateway().layout();
        var broker = BrokerFigures.read(run.gateway().brokerClient());
        var disk = DirectoryFigures.read(layout);
        long gatewayHeap = run.gateway().heapAfterCollection();
        long workerHeap = workerHeap(run);
        int failed = 0;
        for (int from = 0; from < count; from += 200) {
            int to = Math.min(count, from + 200);
            var names = IntStream.range(from, to).mapToObj(i -> "new" + i).toList();
            failed += failed(run.load().once(names, false, QUESTION));
        }
        var after = DirectoryFigures.read(layout);
        double each = count;
        out.printf("## A person (%d new ones, one turn each)%n%n| | |%n|---|---:|%n", count);
        row(
                "heap of the gateway (ingress, router, persona, broker), bytes",
                (run.gateway().heapAfterCollection() - gatewayHeap) / each);
        row("heap of the worker, bytes", (workerHeap(run) - workerHeap) / each);
        row("files in the directory", (after.files() - disk.files()) / each);
        row("bytes in them", (after.bytes() - disk.bytes()) / each);
        row("on a disk with blocks of 4 KiB, bytes", (after.blocks() - disk.blocks()) / each);
        var now = BrokerFigures.read(run.gateway().brokerClient());
        row(
                "bytes in moltmate.users",
                now.of(Topics.USERS.name())
                                .minus(broker.of(Topics.USERS.name()))
                                .bytes()
                        / each);
        row(
                "bytes in moltmate.onboarding",
                now.of(Topics.ONBOARDING.name())
                                .minus(broker.of(Topics.ONBOARDING.name()))
                                .bytes()
                        / each);
        row("a look of persona-service, microseconds", median(() -> DirectoryFigures.look(layout)) / 1000.0);
        row("a row of the users table for a reader that starts, microseconds", median(() -> readTable(run)) / 1000.0);
        return failed;
    }

    private int turns(ScaleRun run) throws IOException, InterruptedException {
        int count = Math.min(turns, 50_000);
        var layout = run.gateway().layout();
        var text = QUESTION + " <<words " + words + ">> <<slow " + slow + ">>";
        var ofGateway = new ProcessFigures(run.gateway().pid());
        var broker = BrokerFigures.read(run.gateway().brokerClient());
        var disk = DirectoryFigures.read(layout);
        double gatewayCpu = ofGateway.cpuSeconds();
        double workerCpu = run.workersCpu();
        var outcome = run.load().turns(count, WRITERS, true, text);
        double done = outcome.nanos().length;
        double gatewayMillis = 1000 * (ofGateway.cpuSeconds() - gatewayCpu) / done;
        double workerMillis = 1000 * (run.workersCpu() - workerCpu) / done;
        var now = BrokerFigures.read(run.gateway().brokerClient());
        out.printf(
                "%n## A turn (%.0f of them, %d people, %d characters asked, %d words answered in pieces of %d ms)%n%n"
                        + "| topic | records | bytes |%n|---|---:|---:|%n",
                done, WRITERS, text.length(), words, slow);
        double records = 0;
        double bytes = 0;
        for (String topic : now.byTopic().keySet()) {
            var figure = now.of(topic).minus(broker.of(topic));
            records += figure.records();
            bytes += figure.bytes();
            if (figure.records() > 0) {
                out.printf("| `%s` | %.2f | %.0f |%n", topic, figure.records() / done, figure.bytes() / done);
            }
        }
        out.printf("| all | %.2f | %.0f |%n%n| | |%n|---|---:|%n", records / done, bytes / done);
        row("bytes in the journal", (DirectoryFigures.read(layout).journals() - disk.journals()) / done);
        row("CPU of the worker, ms", workerMillis);
        row("CPU of the gateway (ingress, router, persona, broker), ms", gatewayMillis);
        return failed(outcome);
    }

    private int active(ScaleRun run) throws IOException, InterruptedException {
        int count = Math.min(active, 900);
        long worker = workerHeap(run);
        long gateway = run.gateway().heapAfterCollection();
        var names = IntStream.range(0, count).mapToObj(i -> "new" + i).toList();
        var outcome = new java.util.concurrent.CompletableFuture<Load.Outcome>();
        Thread.startVirtualThread(() -> {
            try {
                outcome.complete(run.load().once(names, true, run.provider().prompt(40_000)));
            } catch (InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
        Thread.sleep(Duration.ofSeconds(20)); // all of them have begun, and none has ended
        long workerNow = workerHeap(run);
        long gatewayNow = run.gateway().heapAfterCollection();
        out.printf("%n## A turn that runs (%d at once)%n%n| | |%n|---|---:|%n", count);
        row("heap of the worker, bytes", (workerNow - worker) / (double) count);
        row("heap of the gateway, bytes", (gatewayNow - gateway) / (double) count);
        row(
                "resident memory of the worker meanwhile, MB",
                new ProcessFigures(run.workers().getFirst().pid()).residentBytes() / 1e6);
        return failed(outcome.join());
    }

    /// A worker that does not know somebody yet reads all that they ever said before it answers.
    private int history(ScaleRun run) throws IOException, InterruptedException {
        var names = IntStream.range(0, 10).mapToObj(i -> "bench" + i).toList();
        run.workers(0);
        long bytes = 0;
        for (String name : names) {
            bytes += LongHistory.lengthen(run.gateway().layout(), name, history);
        }
        run.workers(1);
        var warm = run.load()
                .once(IntStream.range(10, 50).mapToObj(i -> "bench" + i).toList(), false, QUESTION);
        long[] first = new long[names.size()];
        long[] second = new long[names.size()];
        int failed = failed(warm);
        for (int i = 0; i < names.size(); i++) {
            var cold = run.load().once(names.subList(i, i + 1), false, QUESTION);
            var known = run.load().once(names.subList(i, i + 1), false, QUESTION);
            failed += failed(cold) + failed(known);
            first[i] = cold.wall().toNanos();
            second[i] = known.wall().toNanos();
        }
        out.printf("%n## A long history (%d turns before)%n%n| | |%n|---|---:|%n", history);
        row("journal, bytes", bytes / (double) names.size());
        row(
                "first answer of a worker that has not read it, ms (p50)",
                Percentiles.of(first).p50());
        row("the next answer, ms (p50)", Percentiles.of(second).p50());
        return failed;
    }

    private int failed(Load.Outcome outcome) {
        if (outcome.failed() > 0) {
            out.printf("%nfailed: %d, the first one by %s%n", outcome.failed(), outcome.firstFailure());
        }
        return outcome.failed();
    }

    private static long workerHeap(ScaleRun run) throws IOException, InterruptedException {
        return StartedGateway.heapAfterCollection(run.workers().getFirst().pid());
    }

    private static long readTable(ScaleRun run) throws IOException {
        long start = System.nanoTime();
        try (var table = TableReader.open(run.gateway().brokerClient(), "costs", Topics.USERS, (_, _) -> {})) {
            table.ready().toCompletableFuture().join();
            return (System.nanoTime() - start) / Math.max(1, table.all().size());
        }
    }

    private interface Measurement {
        long nanos() throws IOException;
    }

    private static long median(Measurement measurement) throws IOException {
        long[] all = new long[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = measurement.nanos();
        }
        java.util.Arrays.sort(all);
        return all[2];
    }

    private void row(String what, double value) {
        out.printf(value < 100 ? "| %s | %.1f |%n" : "| %s | %,.0f |%n", what, value);
    }
}
