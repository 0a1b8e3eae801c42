package io.moltmates.schema.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/// Counts and measures; does nothing where metrics are off. Thread-safe and quick.
///
/// Labels are pairs of name and value, and each value is one of a few that do not grow with the people: a topic, an
/// outcome, a configured model. Nothing here checks that; a test drives many people and counts the series.
public final class Meters {

    /// Upper bounds of a histogram, as the semantic conventions give them where they do.
    public static final class Buckets {

        /// Seconds of a message's way.
        public static final Buckets MESSAGE =
                new Buckets(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10);
        /// Seconds of a model's call.
        public static final Buckets MODEL =
                new Buckets(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
        /// Seconds of a turn, or of waiting for one: up to an hour.
        public static final Buckets TURN = new Buckets(0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600);
        /// Tokens of one call.
        public static final Buckets TOKENS =
                new Buckets(1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864);

        private final double[] bounds;

        private Buckets(double... bounds) {
            this.bounds = bounds;
        }

        private Duration[] durations() {
            return DoubleStream.of(bounds)
                    .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                    .toArray(Duration[]::new);
        }
    }

    private static final Map<Key, Counter> COUNTERS = new ConcurrentHashMap<>();
    private static final Map<Key, Timer> TIMERS = new ConcurrentHashMap<>();
    private static final Map<Key, DistributionSummary> SUMMARIES = new ConcurrentHashMap<>();

    private Meters() {}

    private record Key(String name, List<String> labels) {

        List<Tag> tags() {
            var pairs = new Tag[labels.size() / 2];
            Arrays.setAll(pairs, index -> Tag.of(labels.get(2 * index), labels.get(2 * index + 1)));
            return List.of(pairs);
        }
    }

    public static void count(String name, String... labels) {
        if (isOn()) {
            COUNTERS.computeIfAbsent(key(name, labels), key -> Metrics.globalRegistry.counter(key.name(), key.tags()))
                    .increment();
        }
    }

    public static void time(String name, Buckets buckets, long nanos, String... labels) {
        if (isOn()) {
            TIMERS.computeIfAbsent(
                            key(name, labels),
                            key -> Timer.builder(key.name())
                                    .tags(key.tags())
                                    .serviceLevelObjectives(buckets.durations())
                                    .register(Metrics.globalRegistry))
                    .record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    public static void measure(String name, Buckets buckets, double amount, String... labels) {
        if (isOn()) {
            SUMMARIES
                    .computeIfAbsent(
                            key(name, labels),
                            key -> DistributionSummary.builder(key.name())
                                    .tags(key.tags())
                                    .serviceLevelObjectives(buckets.bounds)
                                    .register(Metrics.globalRegistry))
                    .record(amount);
        }
    }

    /// Shows what the function says whenever somebody looks; the owner is held for as long as the process lives, or
    /// until another takes its place under the same name and labels.
    public static <T> void gauge(String name, T owner, ToDoubleFunction<T> value, String... labels) {
        if (isOn()) {
            var tags = key(name, labels).tags();
            var before = Metrics.globalRegistry.find(name).tags(tags).gauge();
            if (before != null) {
                Metrics.globalRegistry.remove(before);
            }
            Gauge.builder(name, owner, value).tags(tags).strongReference(true).register(Metrics.globalRegistry);
        }
    }

    private static boolean isOn() {
        return Telemetry.config().metrics();
    }

    private static Key key(String name, String[] labels) {
        return new Key(name, List.of(labels));
    }
}
