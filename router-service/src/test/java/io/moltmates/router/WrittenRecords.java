package io.moltmates.router;

import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.RecordSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A log that keeps what is written, in a list.
final class WrittenRecords implements RecordSink {

    final List<TopicRecord> records = new ArrayList<>();
    final List<String> deleted = new ArrayList<>();

    @Override
    public synchronized <T extends TopicRecord> CompletionStage<Void> write(
            Topic<? super T> topic, T message, @Nullable TraceContext trace) {
        records.add(message);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> delete(Topic<?> topic, String key) {
        deleted.add(key);
        return CompletableFuture.completedStage(null);
    }
}
