package io.moltmates.schema.kafka;

import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.TraceContext;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Where a service's records go: the log itself, or a list in a test.
public interface RecordSink {

    /// @param trace of the record that led to this one; null for one that belongs to no message
    <T extends TopicRecord> CompletionStage<Void> write(
            Topic<? super T> topic, T message, @Nullable TraceContext trace);

    /// Says that there is nothing under this key any more, in a compacted topic.
    CompletionStage<Void> delete(Topic<?> topic, String key);
}
