package io.moltmates.schema.kafka;

import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.TraceContext;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Finds the trace that a record belongs to.
public final class Traces {

    private Traces() {}

    /// Null when the record has no trace context, or a broken one.
    public static @Nullable TraceContext of(ConsumerRecord<?, ?> entry) {
        var header = entry.headers().lastHeader(CloudEvents.TRACEPARENT);
        return header == null || header.value() == null
                ? null
                : TraceContext.parse(new String(header.value(), StandardCharsets.UTF_8))
                        .orElse(null);
    }
}
