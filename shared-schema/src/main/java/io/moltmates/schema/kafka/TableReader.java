package io.moltmates.schema.kafka;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A compacted topic as a map of its last records, read without a group from the start, and kept up to date.
public final class TableReader<T extends TopicRecord> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TableReader.class.getName());

    private final Topic<T> topic;
    private final Map<String, T> rows = new ConcurrentHashMap<>();
    private final BiConsumer<String, Optional<T>> listener;
    private final TopicTail tail;

    private TableReader(
            Map<String, ?> connection, String name, Topic<T> topic, BiConsumer<String, Optional<T>> listener) {
        this.topic = topic;
        this.listener = listener;
        tail = TopicTail.open(connection, name, List.of(topic.name()), TopicTail.From.START, this::take);
    }

    /// @param listener told of each change, with the key, and with nothing when the row went away; called on the
    /// reading thread
    public static <T extends TopicRecord> TableReader<T> open(
            Map<String, ?> connection, String name, Topic<T> topic, BiConsumer<String, Optional<T>> listener) {
        return new TableReader<>(connection, name, topic, listener);
    }

    /// Completed when all that lay in the topic at the start has been read; before that the table is not to be trusted.
    public CompletionStage<Void> ready() {
        return tail.ready();
    }

    /// Completed when the table holds all that lies in the topic at the moment of the call.
    public CompletionStage<Void> upToDate() {
        return tail.upToDate();
    }

    public Optional<T> find(String key) {
        return Optional.ofNullable(rows.get(key));
    }

    public Collection<T> all() {
        return List.copyOf(rows.values());
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        if (entry.value() == null) {
            rows.remove(entry.key());
            listener.accept(entry.key(), Optional.empty());
            return;
        }
        try {
            T row = RecordCodec.read(entry.value(), topic.type());
            rows.put(entry.key(), row);
            listener.accept(entry.key(), Optional.of(row));
        } catch (MalformedRecordException e) {
            LOG.log(Level.ERROR, "row skipped: topic=" + entry.topic() + " offset=" + entry.offset(), e);
        }
    }

    @Override
    public void close() {
        tail.close();
    }
}
