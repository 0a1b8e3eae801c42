package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.WorkerGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// Workers that come and go: every second event one joins, every fourth one ends in order, every fourth one dies; one
/// is frozen all the while, until others have what was its own.
final class WorkerStorm implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final RunningGateway gateway;
    private final WorkerGroup group;
    private final Path logs;
    private final int fewest;
    private final Map<String, AgentWorker> working = new LinkedHashMap<>();
    private final Set<String> served = new HashSet<>();
    private final Map<String, AgentWorker> ended = new LinkedHashMap<>();
    private @Nullable AgentWorker asleep;
    private int started;

    /// What came of it.
    ///
    /// @param kills of the leaves
    /// @param frozen how long one was
    record Report(int joins, int leaves, int kills, Duration took, Duration frozen) {}

    /// @param fewest workers that have had people and live, at any time
    WorkerStorm(RunningGateway gateway, WorkerGroup group, Path logs, int fewest) {
        this.gateway = gateway;
        this.group = group;
        this.logs = logs;
        this.fewest = fewest;
    }

    void join() {
        String name = "w" + ++started;
        working.put(name, AgentWorker.start(gateway, logs.resolve(name + ".log"), name));
    }

    void awaitAll() {
        group.awaitEven(working.keySet());
    }

    /// Begins an event each interval, or as soon after as there are enough members for somebody to leave.
    Report rage(int events, Duration interval) {
        long begun = System.nanoTime();
        int joins = 0;
        int leaves = 0;
        int kills = 0;
        String frozen = working.keySet().iterator().next();
        var sleeper = Objects.requireNonNull(working.remove(frozen));
        asleep = sleeper;
        sleeper.freeze();
        long frozenAt = System.nanoTime();
        Duration slept = null;
        for (int event = 0; event < events; event++) {
            long due = begun + event * interval.toNanos();
            awaitTrue("event " + event, () -> System.nanoTime() >= due);
            if (event % 2 == 0) {
                join();
                joins++;
            } else {
                boolean kill = leaves++ % 2 == 0;
                kills += kill ? 1 : 0;
                leave(kill);
            }
            if (slept == null && event >= events / 2 && !group.members().containsKey(frozen)) {
                slept = thaw(sleeper, frozen, frozenAt);
            }
        }
        var took = Duration.ofNanos(System.nanoTime() - begun);
        if (slept == null) {
            awaitTrue("its session is over", () -> !group.members().containsKey(frozen));
            slept = thaw(sleeper, frozen, frozenAt);
        }
        return new Report(joins, leaves, kills, took, slept);
    }

    /// All that were told to end have ended by themselves, and nobody else has.
    void awaitEnds() {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(ended)
                        .allSatisfy((name, worker) -> assertThat(worker.hasEnded())
                                .as(name + worker.log())
                                .isTrue()));
        assertThat(working)
                .allSatisfy((name, worker) ->
                        assertThat(worker.hasEnded()).as(name + worker.log()).isFalse());
    }

    String logsOfAll() {
        return java.util.stream.Stream.of(working, ended)
                .flatMap(some -> some.entrySet().stream())
                .map(entry -> "== " + entry.getKey() + "\n" + entry.getValue().log())
                .collect(Collectors.joining("\n"));
    }

    private Duration thaw(AgentWorker sleeper, String name, long since) {
        var slept = Duration.ofNanos(System.nanoTime() - since);
        sleeper.thaw();
        asleep = null;
        working.put(name, sleeper);
        return slept;
    }

    private void leave(boolean kill) {
        Awaitility.await("somebody who can leave")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> leaver().isPresent());
        String name = leaver().orElseThrow();
        var worker = Objects.requireNonNull(working.remove(name));
        if (kill) {
            worker.kill9();
        } else {
            worker.terminate();
        }
        ended.put(name, worker);
    }

    /// The one that works longest, if enough others have had people; while the partitions are being divided nobody has
    /// any, and workers leave all the same.
    private Optional<String> leaver() {
        group.members().forEach((name, partitions) -> {
            if (!partitions.isEmpty()) {
                served.add(name);
            }
        });
        var candidates = working.entrySet().stream()
                .filter(entry -> !entry.getValue().hasEnded() && served.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        return candidates.size() > fewest ? Optional.of(candidates.getFirst()) : Optional.empty();
    }

    private static void awaitTrue(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    @Override
    public void close() {
        working.values().forEach(AgentWorker::close);
        ended.values().forEach(AgentWorker::close);
        if (asleep != null) {
            asleep.close();
        }
    }
}
