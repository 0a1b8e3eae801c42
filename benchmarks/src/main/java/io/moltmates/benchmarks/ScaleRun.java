package io.moltmates.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// One gateway with the broker, and workers beside it: measures what they do together.
final class ScaleRun implements AutoCloseable {

    private final Path repository;
    private final ProviderProcess provider;
    private final StartedGateway gateway;
    private final WorkerGroup group;
    private final Load load;
    private final int think;
    private final List<StartedWorker> workers = new ArrayList<>();
    private int started;

    /// @param added time of a turn without the model's, in milliseconds
    /// @param workerCpu processor milliseconds a turn, of all workers together
    /// @param gatewayCpu that of the gateway, the broker in it
    record Cell(
            double turnsPerSecond,
            Percentiles added,
            double workerCpu,
            double gatewayCpu,
            int failed,
            String failure) {}

    /// Turns a second before a worker was killed, until others had its partitions, and after that.
    record Kill(double before, double during, double after, Duration takeover, int turns, int failed) {}

    private ScaleRun(Path repository, ProviderProcess provider, StartedGateway gateway, int partitions, int think)
            throws IOException {
        this.repository = repository;
        this.provider = provider;
        this.gateway = gateway;
        this.think = think;
        this.group = new WorkerGroup(gateway.brokerClient(), partitions);
        this.load = new Load(gateway.address(), gateway.operatorToken());
    }

    /// @param parallel how many turns one worker runs at once
    static ScaleRun start(Path repository, int partitions, int parallel, int think)
            throws IOException, InterruptedException {
        var provider = ProviderProcess.start();
        try {
            var configuration = """
                    {
                      providers: { openai: { apiKey: "none", baseUrl: "%s" } },
                      agents: { main: { model: "openai/bench" }, parallel: %d },
                      limits: { messagesPerMinute: 0 },
                      kafka: { partitions: %d },
                      sandbox: { mode: "off" },
                    }
                    """.formatted(provider.openAiBaseUrl(), parallel, partitions);
            var gateway = StartedGateway.start(
                    repository.resolve("moltmate"), configuration, Map.of(StartedWorker.AGENT_IN_GATEWAY, "false"));
            return new ScaleRun(repository, provider, gateway, partitions, think);
        } catch (IOException | InterruptedException e) {
            provider.close();
            throw e;
        }
    }

    StartedGateway gateway() {
        return gateway;
    }

    Load load() {
        return load;
    }

    ProviderProcess provider() {
        return provider;
    }

    /// Starts or ends workers until there are so many, and waits until they share the partitions.
    void workers(int count) throws IOException {
        while (workers.size() > count) {
            workers.removeLast().close();
        }
        while (workers.size() < count) {
            workers.add(StartedWorker.start(repository, gateway, "worker" + ++started));
        }
        group.awaitEven(names());
    }

    List<StartedWorker> workers() {
        return List.copyOf(workers);
    }

    Cell measure(Duration time, List<String> people) throws InterruptedException {
        var ofGateway = new ProcessFigures(gateway.pid());
        double gatewayBefore = ofGateway.cpuSeconds();
        double workersBefore = workersCpu();
        var outcome = load.during(time, people, false, provider.prompt(think), () -> {});
        int turns = Math.max(1, outcome.nanos().length);
        long thinking = think * 1_000_000L;
        long[] added = java.util.Arrays.stream(outcome.nanos())
                .map(nanos -> nanos - thinking)
                .toArray();
        return new Cell(
                outcome.turnsPerSecond(),
                Percentiles.of(added),
                1000 * (workersCpu() - workersBefore) / turns,
                1000 * (ofGateway.cpuSeconds() - gatewayBefore) / turns,
                outcome.failed(),
                outcome.firstFailure());
    }

    /// Kills one worker in the middle; everybody who waits gets their answer all the same, or is counted as failed.
    Kill kill(Duration each, List<String> people) throws InterruptedException {
        var answered = new AtomicInteger();
        var outcome = new java.util.concurrent.CompletableFuture<Load.Outcome>();
        // before, the broker's patience with a silent worker, and after
        var whole = each.multipliedBy(2).plusSeconds(15);
        Thread.startVirtualThread(() -> {
            try {
                outcome.complete(load.during(whole, people, false, provider.prompt(think), answered::incrementAndGet));
            } catch (InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
        long start = System.nanoTime();
        Thread.sleep(each);
        double before = answered.get() / seconds(start);
        var victim = workers.removeLast();
        long killedAt = System.nanoTime();
        int atKill = answered.get();
        victim.kill9();
        group.awaitEven(names());
        double took = seconds(killedAt);
        int atTakeover = answered.get();
        long takenOver = System.nanoTime();
        Thread.sleep(each);
        double after = (answered.get() - atTakeover) / seconds(takenOver);
        var all = outcome.join();
        return new Kill(
                before,
                (atTakeover - atKill) / took,
                after,
                Duration.ofMillis((long) (took * 1000)),
                all.nanos().length,
                all.failed());
    }

    double workersCpu() {
        return workers.stream()
                .mapToDouble(worker -> new ProcessFigures(worker.pid()).cpuSeconds())
                .sum();
    }

    private Set<String> names() {
        return workers.stream().map(StartedWorker::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    @Override
    public void close() {
        workers.forEach(StartedWorker::close);
        group.close();
        gateway.close();
        provider.close();
    }
}
