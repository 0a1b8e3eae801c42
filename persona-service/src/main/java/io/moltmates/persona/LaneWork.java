package io.moltmates.persona;

import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.Apology;
import io.moltmates.schema.kafka.DeadLetters;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.Traces;
import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/// Runs one record's work to its end, and acknowledges it then: what may succeed later is tried again, what can never
/// be processed goes to the dead letters.
final class LaneWork {

    private static final Logger LOG = Logger.getLogger(LaneWork.class);
    private static final String SERVICE = "persona-service";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_BUGS = 3;
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final RecordSink sink;
    private final Topic<?> topic;
    private final RecordSpans spans = new RecordSpans(Tracing.of(SERVICE));

    LaneWork(RecordSink sink, Topic<?> topic) {
        this.sink = sink;
        this.topic = topic;
    }

    /// What is to be done.
    interface Work {
        void run() throws IOException, InterruptedException, ExecutionException;
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are set by this module
    static ConsumerRecord<String, byte[]> entry(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("The channel is not read from Kafka"))
                .getRecord();
    }

    /// Begins the span of all that the record leads to, which [#run] and [#bury] end.
    Span begin(Message<byte[]> message, String group) {
        return spans.processing(entry(message), group);
    }

    /// Returns when the work is done and acknowledged, or the service ends.
    void run(Message<byte[]> message, Span span, Work work) {
        try (span;
                var _ = CurrentTrace.enter(span.context())) {
            untilDone(message, span, work);
        }
    }

    private void untilDone(Message<byte[]> message, Span span, Work work) {
        var entry = entry(message);
        var pause = FIRST_PAUSE;
        int bugs = 0;
        while (true) {
            try {
                work.run();
                var _ = message.ack();
                return;
            } catch (InterruptedException | InterruptedIOException | ClosedByInterruptException _) {
                return;
            } catch (IOException | ExecutionException e) {
                LOG.warnf(e, "trying again: userId=%s topic=%s offset=%d", entry.key(), entry.topic(), entry.offset());
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "failed: userId=%s topic=%s offset=%d", entry.key(), entry.topic(), entry.offset());
                bugs++;
                if (bugs >= MOST_BUGS) {
                    bury(message, span, e, bugs);
                    return;
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException _) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /// Keeps the record for the operator, and tells the person if it is a message of theirs.
    void bury(Message<byte[]> message, Span span, Throwable cause, int attempts) {
        try (span) {
            span.failed(cause.getClass().getSimpleName());
            var _ = bury(entry(message), cause, attempts).thenCompose(_ -> message.ack());
        }
    }

    /// Both writes begin here, on the caller's thread: the producer's own must not wait for a write.
    CompletionStage<Void> bury(ConsumerRecord<String, byte[]> entry, Throwable cause, int attempts) {
        LOG.errorf("record given up: userId=%s topic=%s offset=%d", entry.key(), entry.topic(), entry.offset());
        var now = Instant.now();
        var trace = Traces.of(entry);
        var letter = DeadLetters.of(entry, SERVICE, DeadLetters.reason(cause), attempts, now);
        var kept = untilWritten(() -> sink.write(topic.deadLetters(), letter, trace));
        var notice = topic.equals(Topics.ONBOARDING) ? Apology.of(entry, now) : Optional.<Notice>empty();
        return notice.map(told -> untilWritten(() -> sink.write(Topics.EGRESS, told, trace)))
                .map(told -> kept.thenCompose(_ -> told))
                .orElse(kept);
    }

    private static CompletionStage<Void> untilWritten(Supplier<CompletionStage<Void>> write) {
        return write.get().exceptionallyCompose(failure -> {
            LOG.warnf("write failed, trying again: error=%s", failure);
            return CompletableFuture.supplyAsync(() -> untilWritten(write), SOON)
                    .thenCompose(written -> written);
        });
    }
}
