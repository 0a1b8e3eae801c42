package io.moltmates.ingress;

import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.Apology;
import io.moltmates.schema.kafka.DeadLetters;
import io.moltmates.schema.kafka.Traces;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Writes what people wrote to the ingress topic, and receipts of what reached them.
@Singleton
public class IngressPublisher {

    private static final Logger LOG = Logger.getLogger(IngressPublisher.class);

    private final LogWriter writer;
    private final Tracing tracing = Tracing.of("channel-ingress");

    @Inject
    IngressPublisher(LogWriter writer) {
        this.writer = writer;
    }

    /// Completes when the log has the message: only then may it be confirmed to its platform.
    public CompletionStage<Void> publish(InboundMessage message) {
        String channel = message.address().channel();
        var span = tracing.start("receive " + channel, SpanKind.SERVER)
                .set(Names.CHANNEL, channel)
                .set(Names.MESSAGE, message.id())
                .set(Names.USER, message.user().value());
        return writer.write(Topics.INGRESS, message, span.context()).whenComplete((_, failure) -> {
            if (failure != null) {
                span.failed(failure.getClass().getSimpleName());
            }
            span.close();
        });
    }

    /// Notes that a delivery arrived. Nobody waits for it: a lost receipt costs nothing where a repeated delivery is
    /// dropped by its id.
    void confirm(OutboundMessage message, DeliveryOutcome.Delivered delivered, @Nullable TraceContext trace) {
        var receipt = new DeliveryRecord(
                message.id(),
                message.user(),
                message.address(),
                DeliveryRecord.State.DELIVERED,
                delivered.platformMessageId(),
                null,
                Instant.now(),
                0);
        var _ = writer.write(Topics.DELIVERIES, receipt, trace).exceptionally(failure -> {
            LOG.warnf("receipt lost: delivery=%s error=%s", message.id(), failure);
            return null;
        });
    }

    /// Keeps an outbound record that can't be processed for the operator, and tells the person. Each replica does, and
    /// all say the same under the same id.
    void giveUp(ConsumerRecord<String, byte[]> entry, String reason) {
        var now = Instant.now();
        var letter = DeadLetters.of(entry, "channel-ingress", reason, 1, now);
        var trace = Traces.of(entry);
        var _ = writer.write(Topics.EGRESS.deadLetters(), letter, trace).exceptionally(failure -> {
            LOG.errorf("dead letter lost: topic=%s offset=%d error=%s", entry.topic(), entry.offset(), failure);
            return null;
        });
        Apology.of(entry, now).ifPresent(notice -> {
            var _ = writer.write(Topics.EGRESS, notice, trace).exceptionally(failure -> {
                LOG.errorf("person not told: userId=%s error=%s", notice.user(), failure);
                return null;
            });
        });
    }
}
