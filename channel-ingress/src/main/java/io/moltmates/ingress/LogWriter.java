package io.moltmates.ingress;

import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.TopicWriter;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes this service's records, in the order of the calls, without ever blocking the caller: Kafka's own `send` may
/// wait for metadata or for room, and the callers are event loops.
@Singleton
public class LogWriter {

    private static final int MOST_WAITING = 10_000;

    private final Map<String, Object> connection;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("ingress-writer").factory());
    private volatile @Nullable TopicWriter writer;
    private volatile boolean failing;

    @Inject
    LogWriter(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.connection = connection;
    }

    void start(@Observes @Priority(Interceptor.Priority.APPLICATION) StartupEvent event) {
        writer = new TopicWriter(connection, "channel-ingress");
    }

    /// Completes when the log has it; fails when it can't be written, at once if too much waits already.
    public <T extends TopicRecord> CompletionStage<Void> write(Topic<? super T> topic, T message) {
        return write(topic, message, null);
    }

    /// The same, for a record that belongs to a trace.
    public <T extends TopicRecord> CompletionStage<Void> write(
            Topic<? super T> topic, T message, @Nullable TraceContext trace) {
        var written = new CompletableFuture<Void>();
        try {
            thread.execute(() -> pass(topic, message, trace, written));
        } catch (RejectedExecutionException e) {
            written.completeExceptionally(e);
        }
        return written;
    }

    /// The log itself, for threads that may block.
    TopicWriter log() {
        var open = writer;
        if (open == null) {
            throw new IllegalStateException("The log is not open");
        }
        return open;
    }

    /// Whether a broker is connected, and the last record that was written reached the log.
    public boolean isHealthy() {
        var open = writer;
        return open != null && !failing && open.isConnected();
    }

    private <T extends TopicRecord> void pass(
            Topic<? super T> topic, T message, @Nullable TraceContext trace, CompletableFuture<Void> written) {
        var open = writer;
        if (open == null) {
            written.completeExceptionally(new IllegalStateException("The log is not open"));
            return;
        }
        try {
            var _ = open.write(topic, message, trace).whenComplete((_, failure) -> {
                failing = failure != null;
                if (failure == null) {
                    written.complete(null);
                } else {
                    written.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            written.completeExceptionally(e);
        }
    }

    @PreDestroy
    void close() {
        thread.shutdown();
        try {
            var _ = thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var open = writer;
        if (open != null) {
            open.close();
        }
    }
}
