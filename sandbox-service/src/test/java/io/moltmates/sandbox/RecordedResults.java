package io.moltmates.sandbox;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.RecordSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A sink that keeps what was written.
final class RecordedResults implements RecordSink {

    final List<TopicRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public <T extends TopicRecord> CompletionStage<Void> write(
            Topic<? super T> topic, T message, @Nullable TraceContext trace) {
        records.add(message);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> delete(Topic<?> topic, String key) {
        return CompletableFuture.completedStage(null);
    }

    List<String> ids() {
        return records.stream().map(TopicRecord::id).toList();
    }

    List<SandboxOutcome> outcomes(String id) {
        return records.stream()
                .filter(record -> record.id().equals(id))
                .map(record -> ((SandboxResult) record).outcome())
                .toList();
    }
}
