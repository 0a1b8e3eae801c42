package io.moltmates.agent;

import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.RecordSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A log in memory, with a sandbox behind it that answers as it is told.
final class TestLog implements RecordSink {

    record Entry(String topic, TopicRecord message) {}

    final List<Entry> entries = new CopyOnWriteArrayList<>();
    volatile Function<SandboxRequest, @Nullable SandboxOutcome> sandbox =
            _ -> new SandboxOutcome.Completed(0, "fine", "", false);
    volatile Consumer<TopicRecord> before = _ -> {};
    volatile @Nullable SandboxClient asker;

    @Override
    public <T extends TopicRecord> CompletionStage<Void> write(
            Topic<? super T> topic, T message, @Nullable TraceContext trace) {
        try {
            before.accept(message);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedStage(e);
        }
        var read = RecordCodec.read(RecordCodec.write(message), topic.type()); // what a reader would see
        entries.add(new Entry(topic.name(), read));
        var client = asker;
        if (client != null
                && message instanceof SandboxRequest request
                && !(request instanceof SandboxRequest.Release
                        || request instanceof SandboxRequest.Cancel
                        || request instanceof SandboxRequest.CloseSession)) {
            var outcome = sandbox.apply(request);
            if (outcome != null) {
                client.take(new SandboxResult(request.id(), request.user(), outcome, 1));
            }
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> delete(Topic<?> topic, String key) {
        return CompletableFuture.completedStage(null);
    }

    <T> List<T> of(Class<T> type) {
        return entries.stream()
                .map(Entry::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<Reply> replies() {
        return of(Reply.class);
    }

    List<OutboundMessage> sent() {
        return entries.stream()
                .filter(entry -> entry.topic().equals(Topics.EGRESS.name()))
                .map(entry -> (OutboundMessage) entry.message())
                .toList();
    }
}
