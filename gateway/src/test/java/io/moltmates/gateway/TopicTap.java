package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.TopicTail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// An auditor's view of all topics, from the start of the log.
final class TopicTap implements AutoCloseable {

    private final List<Tapped> records = new CopyOnWriteArrayList<>();
    private final TopicTail tail;

    /// One record as the auditor sees it.
    record Tapped(String topic, String key, String value) {

        boolean on(Topic<?> expected) {
            return topic.equals(expected.name());
        }

        JsonNode json() {
            try {
                return RecordCodec.mapper().readTree(value);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// @param connection Kafka's client properties with the broker's address and secret
    TopicTap(Map<String, ?> connection) {
        var names = Topics.all().stream().map(Topic::name).toList();
        tail = TopicTail.open(connection, "test-tap", names, TopicTail.From.START, this::add);
        tail.ready().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    Stream<Tapped> records() {
        return records.stream();
    }

    Stream<Tapped> on(Topic<?> topic) {
        return records().filter(entry -> entry.on(topic));
    }

    boolean any(Topic<?> topic, Predicate<Tapped> condition) {
        return on(topic).anyMatch(condition);
    }

    private void add(ConsumerRecord<String, byte[]> entry) {
        String value = entry.value() == null ? "" : new String(entry.value(), StandardCharsets.UTF_8);
        String headers = Stream.of(entry.headers().toArray())
                .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .toList()
                .toString();
        records.add(new Tapped(entry.topic(), String.valueOf(entry.key()), value.isEmpty() ? headers : value));
    }

    @Override
    public void close() {
        tail.close();
    }
}
