package io.moltmates.schema.telemetry;

import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.BrokerNames;
import io.moltmates.schema.kafka.Traces;
import io.opentelemetry.api.trace.SpanKind;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The spans and metrics of a record on its way over a topic, by the semantic conventions for messaging.
///
/// A record's span when it is sent is the parent of those of all who process it, also of one who does so again after a
/// crash; so the whole way of a message is one trace.
public final class RecordSpans {

    private static final String SYSTEM = "messaging.system";
    private static final String KAFKA = "kafka";
    private static final String DESTINATION = "messaging.destination.name";
    private static final String OPERATION_NAME = "messaging.operation.name";
    private static final String OPERATION_TYPE = "messaging.operation.type";
    private static final String NO_GROUP = "";

    private final Tracing tracing;

    public RecordSpans(Tracing tracing) {
        this.tracing = tracing;
    }

    /// Ends when the log has the record, or has not taken it. What may be missed (live records) has no span: it would
    /// drown everything else.
    public Span sending(Topic<?> topic, String id, @Nullable TraceContext parent) {
        var span = topic.equals(Topics.LIVE)
                ? Span.none(parent)
                : tracing.within(parent, "send " + topic.name(), SpanKind.PRODUCER);
        describe(span, topic.name(), "send", id);
        return span.measured((nanos, error) -> {
            Meters.time(
                    "messaging.client.operation.duration",
                    Meters.Buckets.MESSAGE,
                    nanos,
                    labels(topic.name(), "send", error));
            Meters.count("messaging.client.sent.messages", labels(topic.name(), "send", error));
        });
    }

    /// Ends when all is done that the record led to.
    ///
    /// @param group of the consumer; null where it has none
    public Span processing(ConsumerRecord<?, ?> entry, @Nullable String group) {
        String topic = BrokerNames.plain(entry.topic());
        var span = tracing.within(Traces.of(entry), "process " + topic, SpanKind.CONSUMER);
        if (tracing.isOn()) {
            var id = entry.headers().lastHeader(CloudEvents.ID);
            describe(
                    span,
                    topic,
                    "process",
                    id == null || id.value() == null ? null : new String(id.value(), StandardCharsets.UTF_8));
            span.set("messaging.consumer.group.name", group)
                    .set("messaging.destination.partition.id", String.valueOf(entry.partition()))
                    .set("messaging.kafka.offset", entry.offset());
        }
        String label = group == null ? NO_GROUP : group;
        Meters.count(
                "messaging.client.consumed.messages",
                SYSTEM,
                KAFKA,
                DESTINATION,
                topic,
                OPERATION_NAME,
                "process",
                "messaging.consumer.group.name",
                label);
        return span.measured((nanos, error) -> Meters.time(
                "messaging.process.duration", Meters.Buckets.MESSAGE, nanos, labels(topic, "process", error)));
    }

    private static void describe(Span span, String topic, String operation, @Nullable String id) {
        span.set(SYSTEM, KAFKA)
                .set(DESTINATION, topic)
                .set(OPERATION_NAME, operation)
                .set(OPERATION_TYPE, operation)
                .set("messaging.message.id", id);
    }

    private static String[] labels(String topic, String operation, String error) {
        return new String[] {
            SYSTEM, KAFKA, DESTINATION, topic, OPERATION_NAME, operation, Names.ERROR_TYPE, error,
        };
    }
}
