package io.moltmates.agent;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Tracing;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/// Reads what is to be done for people, hands each record to the person's lane, and acknowledges it when its outcome is
/// in the log.
@ApplicationScoped
class TurnsConsumer {

    private static final Logger LOG = Logger.getLogger(TurnsConsumer.class);

    private static final String GROUP = "moltmate-agent";

    private final AgentService service;
    private final RecordSpans spans = new RecordSpans(Tracing.of("agent-service"));

    @Inject
    TurnsConsumer(AgentService service) {
        this.service = service;
    }

    /// Completed at once, unless far too much waits in all lanes together.
    @Incoming("agent-turns")
    CompletionStage<Void> accept(Message<byte[]> message) {
        var entry = entry(message);
        var span = spans.processing(entry, GROUP);
        try {
            byte[] value = entry.value();
            if (value == null) {
                throw new MalformedRecordException("Not a TurnRecord: the record is empty", null);
            }
            var turn = RecordCodec.read(value, TurnRecord.class);
            var task = new TurnTask(turn, span, entry, 2 * value.length + 500);
            requireWhole(turn);
            var _ = service.lanes().accept(task).thenCompose(_ -> message.ack());
        } catch (MalformedRecordException e) {
            span.failed(e.getClass().getSimpleName()).close();
            LOG.errorf(e, "record is malformed: topic=%s offset=%d", entry.topic(), entry.offset());
            var office = new GivenUp(service.sink());
            GivenUp.insist(
                    () -> {
                        office.keep(Topics.TURNS.deadLetters(), entry, e, 1);
                        office.tell(entry);
                    },
                    () -> {
                        var _ = message.ack();
                    });
        }
        return service.lanes().room();
    }

    private static void requireWhole(TurnRecord turn) {
        try {
            var _ = turn.id().length()
                    + turn.user().value().length()
                    + turn.address().channel().length();
        } catch (NullPointerException e) {
            throw new MalformedRecordException("Not a TurnRecord: it lacks an id, a user or an address", e);
        }
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are set by this module
    private static ConsumerRecord<String, byte[]> entry(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("The channel agent-turns is not read from Kafka"))
                .getRecord();
    }
}
