package io.moltmates.persona;

import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.TurnRecord;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.kafka.RecordSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Keeps what is written, and crashes where it is told to.
final class FakeLog implements RecordSink {

    /// One record, or a tombstone.
    record Written(String topic, String key, @Nullable TopicRecord value) {}

    final List<Written> written = new ArrayList<>();
    private final CrashPoint crash;

    FakeLog(CrashPoint crash) {
        this.crash = crash;
    }

    @Override
    public <T extends TopicRecord> CompletionStage<Void> write(
            Topic<? super T> topic, T message, @Nullable TraceContext trace) {
        crash.pass();
        written.add(new Written(topic.name(), message.key(), message));
        crash.pass();
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> delete(Topic<?> topic, String key) {
        written.add(new Written(topic.name(), key, null));
        return CompletableFuture.completedStage(null);
    }

    List<Notice> notices() {
        return of(Topics.EGRESS.name(), Notice.class);
    }

    List<String> turns() {
        return of(Topics.TURNS.name(), TurnRecord.TurnRequest.class).stream()
                .map(TurnRecord.TurnRequest::id)
                .toList();
    }

    List<TurnRecord> turnRecords() {
        return of(Topics.TURNS.name(), TurnRecord.class);
    }

    /// The users table as a reader has it.
    Optional<UserRecord> row(String key) {
        UserRecord last = null;
        for (var entry : written) {
            if (entry.topic().equals(Topics.USERS.name()) && entry.key().equals(key)) {
                last = (UserRecord) entry.value();
            }
        }
        return Optional.ofNullable(last);
    }

    private <T> List<T> of(String topic, Class<T> type) {
        return written.stream()
                .filter(entry -> entry.topic().equals(topic))
                .map(Written::value)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
