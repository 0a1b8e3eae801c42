package io.moltmates.schema.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads topics for somebody who only looks: without a group, without a commit, and without making a topic; the oldest
/// record of all partitions first.
///
/// Records are put in order by their timestamps (milliseconds of the writers' clocks), then by the order in which the
/// topics were named; those of one partition always stay in theirs. A few hundred records of each partition are held.
/// For one thread; blocks while it reads. Kafka's own exceptions say why it can't.
public final class TopicScan implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int PATIENCE_MILLIS = 15_000;
    private static final int MOST_HELD = 400;

    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<TopicPartition, Deque<ConsumerRecord<String, byte[]>>> held = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Set<TopicPartition> behind = new HashSet<>();
    private final Comparator<ConsumerRecord<String, byte[]>> order;

    /// Finds the ends of the topics, which are where [#read] ends; of those that Kafka does not have, nothing is read.
    ///
    /// @param plain the topics' plain names, which records are handed over with too
    /// @param since records before it are skipped; null begins with the oldest that is kept
    public TopicScan(Map<String, ?> connection, String name, List<String> plain, @Nullable Instant since) {
        var topics = BrokerNames.of(connection).topics(plain);
        var properties = new HashMap<String, Object>(KafkaConnection.clientProperties(connection));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 << 10);
        order = Comparator.<ConsumerRecord<String, byte[]>>comparingLong(ConsumerRecord::timestamp)
                .thenComparingInt(entry -> topics.indexOf(entry.topic()));
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            takePlace(topics, since);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /// Hands over all that lay there when the scan was made, and returns.
    ///
    /// @param reader returns whether it wants more
    public void read(Predicate<ConsumerRecord<String, byte[]>> reader) {
        while (true) {
            for (var next = next(); next != null; next = next()) {
                if (next.offset() < end(next) && !reader.test(BrokerNames.plain(next))) {
                    return;
                }
            }
            if (behind.isEmpty()) { // then nothing is held either
                return;
            }
            take(consumer.poll(LOOK));
        }
    }

    /// Hands over all that lay there, and then what comes, until the reader wants no more.
    public void follow(Predicate<ConsumerRecord<String, byte[]>> reader) {
        while (true) {
            for (var next = next(); next != null; next = next()) {
                if (!reader.test(BrokerNames.plain(next))) {
                    return;
                }
            }
            take(consumer.poll(LOOK));
        }
    }

    private void takePlace(List<String> topics, @Nullable Instant since) {
        var there = consumer.listTopics();
        var partitions = new ArrayList<TopicPartition>();
        for (String topic : topics) {
            there.getOrDefault(topic, List.of())
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        partitions.forEach(partition -> held.put(partition, new ArrayDeque<>()));
        consumer.assign(partitions);
        if (partitions.isEmpty()) {
            return;
        }
        ends.putAll(consumer.endOffsets(partitions));
        if (since == null) {
            consumer.seekToBeginning(partitions);
        } else {
            seek(partitions, since);
        }
        behind.addAll(partitions);
        forgetWhatHasCaughtUp(); // seeking is lazy: this takes the place before anybody writes
    }

    private void seek(List<TopicPartition> partitions, Instant since) {
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (var partition : partitions) {
            var place = found.get(partition);
            consumer.seek(partition, place == null ? end(partition) : place.offset());
        }
    }

    /// The oldest record, if none that is older can still come from what lay there.
    private @Nullable ConsumerRecord<String, byte[]> next() {
        @Nullable Deque<ConsumerRecord<String, byte[]>> oldest = null;
        for (var queue : held.entrySet()) {
            var head = queue.getValue().peek();
            if (head == null) {
                if (behind.contains(queue.getKey())) {
                    return null;
                }
            } else if (oldest == null || order.compare(head, oldest.element()) < 0) {
                oldest = queue.getValue();
            }
        }
        return oldest == null ? null : oldest.poll();
    }

    private void take(Iterable<ConsumerRecord<String, byte[]>> records) {
        records.forEach(entry -> held.computeIfAbsent(
                        new TopicPartition(entry.topic(), entry.partition()), _ -> new ArrayDeque<>())
                .add(entry));
        var full = new ArrayList<TopicPartition>();
        var free = new ArrayList<TopicPartition>();
        held.forEach((partition, queue) -> (queue.size() < MOST_HELD ? free : full).add(partition));
        consumer.pause(full);
        consumer.resume(free);
        forgetWhatHasCaughtUp();
    }

    private void forgetWhatHasCaughtUp() {
        behind.removeIf(partition -> consumer.position(partition) >= end(partition));
    }

    private long end(ConsumerRecord<String, byte[]> entry) {
        return end(new TopicPartition(entry.topic(), entry.partition()));
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /// Whether Kafka has any of the topics.
    public boolean findsTopics() {
        return !held.isEmpty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
