package io.moltmates.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a turn takes: added time, turns a second, processor time, and memory, with a provider double that thinks for a
/// known time.
///
/// The gateway and the provider double are processes of their own, so that the processor time of each is told apart
/// from the load's.
@Command(name = "turns", mixinStandardHelpOptions = true, description = "Measures turns through the HTTP API.")
public final class TurnBenchmark implements Callable<Integer> {

    @Option(names = "--people", split = ",", defaultValue = "1,10,50,200", description = "How many write at once.")
    private List<Integer> people = List.of();

    @Option(names = "--think", split = ",", defaultValue = "0,500", description = "The provider's thinking, ms.")
    private List<Integer> think = List.of();

    @Option(names = "--stream", arity = "1", split = ",", defaultValue = "false,true", description = "Streamed or not.")
    private List<Boolean> streams = List.of();

    @Option(names = "--seconds", defaultValue = "8", description = "How long each cell runs, at most 120.")
    private int seconds = 8;

    @Option(names = "--warm-up", defaultValue = "20", description = "Seconds of load before the first cell.")
    private int warmUp = 20;

    @Option(names = "--heap-turns", defaultValue = "0", description = "Also: heap gained over so many turns.")
    private int heapTurns;

    @Option(names = "--profile", description = "Also: a JFR recording of the gateway under the cells' load.")
    private @Nullable Path profile;

    @Option(names = "--launcher", defaultValue = "./moltmate", description = "The program to measure.")
    private Path launcher = Path.of("moltmate");

    private final PrintWriter out = new PrintWriter(System.out, true, java.nio.charset.StandardCharsets.UTF_8);

    /// Runs the benchmark as a program.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TurnBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var provider = ProviderProcess.start();
                var gateway = StartedGateway.start(launcher.toAbsolutePath(), configuration(provider))) {
            var load = new Load(gateway.address(), gateway.operatorToken());
            out.printf("resident when idle: %d MB%n", mebibytes(new ProcessFigures(gateway.pid())));
            load.during(Duration.ofSeconds(Math.min(warmUp, 120)), 20, false, provider.prompt(0));
            out.println("people think/ms stream |  added time a turn, ms     |  turns/s |   CPU a turn, ms: gateway,"
                    + " provider, load | RSS MB | failed");
            out.println("                       |      p50      p95      p99 |");
            if (profile != null) {
                gateway.startProfile();
            }
            for (boolean streaming : streams) {
                for (int thinking : think) {
                    for (int count : people) {
                        measure(load, gateway, provider, count, thinking, streaming);
                    }
                }
            }
            if (profile != null) {
                gateway.writeProfile(profile.toAbsolutePath());
            }
            if (heapTurns > 0) {
                measureHeap(load, gateway, provider);
            }
        }
        return 0;
    }

    private void measure(
            Load load, StartedGateway gateway, ProviderProcess provider, int count, int thinking, boolean streaming)
            throws InterruptedException {
        var ofGateway = new ProcessFigures(gateway.pid());
        var ofProvider = new ProcessFigures(provider.pid());
        var ofLoad = new ProcessFigures(ProcessHandle.current().pid());
        double gatewayBefore = ofGateway.cpuSeconds();
        double providerBefore = ofProvider.cpuSeconds();
        double loadBefore = ofLoad.cpuSeconds();
        var outcome =
                load.during(Duration.ofSeconds(Math.min(seconds, 120)), count, streaming, provider.prompt(thinking));
        int turns = Math.max(1, outcome.nanos().length);
        var times = Percentiles.of(outcome.nanos());
        out.printf(
                "%6d %8d %6s | %8.1f %8.1f %8.1f | %8.0f | %9.2f %9.2f %9.2f | %6d | %d%n",
                count,
                thinking,
                streaming ? "yes" : "no",
                times.p50() - thinking,
                times.p95() - thinking,
                times.p99() - thinking,
                outcome.turnsPerSecond(),
                1000 * (ofGateway.cpuSeconds() - gatewayBefore) / turns,
                1000 * (ofProvider.cpuSeconds() - providerBefore) / turns,
                1000 * (ofLoad.cpuSeconds() - loadBefore) / turns,
                mebibytes(ofGateway),
                outcome.failed());
        if (outcome.failed() > 0) {
            out.println("       first failure: " + outcome.firstFailure());
        }
    }

    private void measureHeap(Load load, StartedGateway gateway, ProviderProcess provider)
            throws IOException, InterruptedException {
        int people = 50;
        load.turns(5_000, people, false, provider.prompt(0));
        long before = gateway.heapAfterCollection();
        var outcome = load.turns(Math.min(heapTurns, 200_000), people, false, provider.prompt(0));
        long after = gateway.heapAfterCollection();
        out.printf(
                "heap after collection: %.1f MB, then %.1f MB after %d turns: %+.1f MB%n",
                before / 1e6, after / 1e6, outcome.nanos().length, (after - before) / 1e6);
    }

    private static long mebibytes(ProcessFigures process) {
        return process.residentBytes() >> 20;
    }

    private static String configuration(ProviderProcess provider) {
        return """
                {
                  providers: { openai: { apiKey: "none", baseUrl: "%s" } },
                  agents: { main: { model: "openai/bench" } },
                  limits: { messagesPerMinute: 0 },
                }
                """.formatted(provider.openAiBaseUrl());
    }
}
