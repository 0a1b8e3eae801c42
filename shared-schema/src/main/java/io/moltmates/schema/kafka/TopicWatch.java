package io.moltmates.schema.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Tells whoever asks about health how topics differ from the configuration.
///
/// It looks when it is asked, and at most once a minute; an answer takes a second at the most, and is the last that is
/// known if the broker takes longer. Thread-safe.
public final class TopicWatch {

    private static final String TOPICS = "topics";
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<TopicReport> comparison;
    private final Duration fresh;
    private volatile Map<String, String> told = Map.of(TOPICS, "not compared yet");
    private CompletableFuture<Void> look = CompletableFuture.completedFuture(null);
    private boolean looked;
    private long lookedAt;

    /// @param comparison may block, and throw what [TopicAdmin#compare] throws
    public TopicWatch(Supplier<TopicReport> comparison) {
        this(comparison, FRESH);
    }

    TopicWatch(Supplier<TopicReport> comparison, Duration fresh) {
        this.comparison = comparison;
        this.fresh = fresh;
    }

    /// What is known, by keys as [TopicReport#told] has them.
    public Map<String, String> told() {
        try {
            latest().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            // whoever asks next is told
        } catch (ExecutionException e) {
            return Map.of(TOPICS, "not compared: " + e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return told;
    }

    private synchronized CompletableFuture<Void> latest() {
        long now = System.nanoTime();
        if (look.isDone() && (!looked || now - lookedAt > fresh.toNanos())) {
            looked = true;
            lookedAt = now;
            look = CompletableFuture.runAsync(
                    this::compare,
                    task -> Thread.ofVirtual().name("topic-watch").start(task));
        }
        return look;
    }

    private void compare() {
        try {
            told = comparison.get().told();
        } catch (TopicAdmin.TopicsUnavailableException e) {
            told = Map.of(TOPICS, "not compared: Kafka " + e.getMessage());
        }
    }
}
