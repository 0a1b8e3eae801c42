package io.moltmates.ingress;

import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/// Writes what people wrote to the ingress topic, and receipts of what reached them.
@Singleton
public class IngressPublisher {

    private static final Logger LOG = Logger.getLogger(IngressPublisher.class);

    private final LogWriter writer;

    @Inject
    IngressPublisher(LogWriter writer) {
        this.writer = writer;
    }

    /// Completes when the log has the message: only then may it be confirmed to its platform.
    public CompletionStage<Void> publish(InboundMessage message) {
        return writer.write(Topics.INGRESS, message);
    }

    /// Notes that a delivery arrived. Nobody waits for it: a lost receipt costs nothing where a repeated delivery is
    /// dropped by its id.
    void confirm(OutboundMessage message, DeliveryOutcome.Delivered delivered) {
        var receipt = new DeliveryRecord(
                message.id(),
                message.user(),
                message.address(),
                DeliveryRecord.State.DELIVERED,
                delivered.platformMessageId(),
                null,
                Instant.now());
        var _ = writer.write(Topics.DELIVERIES, receipt).exceptionally(failure -> {
            LOG.warnf("receipt lost: delivery=%s error=%s", message.id(), failure);
            return null;
        });
    }
}
