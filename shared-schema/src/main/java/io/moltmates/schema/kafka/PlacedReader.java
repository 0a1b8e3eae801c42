package io.moltmates.schema.kafka;

import io.moltmates.schema.Topic;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads all partitions of a topic for one reader at a time, from where the reader before it had finished everything.
///
/// The place, up to which all is finished, is kept in Kafka under a group's name, which has no members: whoever reads
/// must have been chosen by other means. A reader that was replaced and goes on for a moment may set the place back; so
/// what comes may have
/// been finished before, and whoever handles it must know. Without a place, reading begins at a time.
///
/// One thread polls and calls the handler. While 64 MB or 5,000 records are unfinished, nothing more is read.
public final class PlacedReader implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PlacedReader.class.getName());
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration KEEP = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_UNFINISHED = 5_000;
    private static final long MOST_BYTES = 64 << 20;

    private final PatientClient<KafkaConsumer<String, byte[]>> client;
    private final String topic;
    private final Instant since;
    private final Handler handler;
    private final Map<TopicPartition, TreeSet<Long>> unfinished = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> kept = new HashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /// Gets each record, and calls `finished` once, from any thread, when it need not come again.
    public interface Handler {
        void take(ConsumerRecord<String, byte[]> entry, Runnable finished);
    }

    private PlacedReader(
            Map<String, ?> connection, String group, String client, Topic<?> topic, Instant since, Handler handler) {
        var names = BrokerNames.of(connection);
        this.topic = names.topic(topic);
        this.since = since;
        this.handler = handler;
        var properties = new HashMap<String, Object>(KafkaConnection.clientProperties(connection));
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, names.group(group));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.client = new PatientClient<>(
                client, () -> new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()));
        thread = Thread.ofPlatform().daemon().name(client).unstarted(this::run);
    }

    /// @param group under whose name the places are kept
    /// @param since records that are older are not read
    public static PlacedReader open(
            Map<String, ?> connection, String group, String client, Topic<?> topic, Instant since, Handler handler) {
        var reader = new PlacedReader(connection, group, client, topic, since, handler);
        reader.thread.start();
        return reader;
    }

    private void run() {
        try {
            if (client.await()) {
                read(client.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        boolean placed = false;
        long keptAt = System.nanoTime();
        try (consumer) {
            while (!closed) {
                try {
                    if (!placed) {
                        takePlace(consumer);
                        placed = true;
                    }
                    consumer.poll(POLL).forEach(this::hand);
                    if (isFull()) {
                        consumer.pause(consumer.assignment());
                    } else {
                        consumer.resume(consumer.paused());
                    }
                    if (System.nanoTime() - keptAt > KEEP.toNanos()) {
                        keepPlaces(consumer);
                        keptAt = System.nanoTime();
                    }
                } catch (WakeupException _) {
                    // close() asked for a look
                } catch (InterruptException _) {
                    break;
                } catch (org.apache.kafka.common.KafkaException e) {
                    LOG.log(Level.WARNING, "reading failed, trying again: topic=" + topic, e);
                    pause();
                }
            }
            if (placed) {
                keepAtTheEnd(consumer);
            }
        }
    }

    private boolean isFull() {
        return count.get() >= MOST_UNFINISHED || bytes.get() >= MOST_BYTES;
    }

    private void takePlace(KafkaConsumer<String, byte[]> consumer) {
        var partitions = new ArrayList<TopicPartition>();
        consumer.partitionsFor(topic)
                .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        consumer.assign(partitions);
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, @Nullable OffsetAndTimestamp> first = consumer.offsetsForTimes(times, PATIENCE);
        Map<TopicPartition, @Nullable OffsetAndMetadata> places = consumer.committed(Set.copyOf(partitions), PATIENCE);
        var ends = consumer.endOffsets(partitions, PATIENCE);
        for (var partition : partitions) {
            var oldest = first.get(partition);
            var place = places.get(partition);
            long end = ends.getOrDefault(partition, 0L);
            long begin = oldest == null ? end : oldest.offset();
            consumer.seek(partition, place == null ? begin : Math.min(end, Math.max(begin, place.offset())));
            unfinished.put(partition, new TreeSet<>());
        }
    }

    private void hand(ConsumerRecord<String, byte[]> entry) {
        var open = unfinished.get(new TopicPartition(entry.topic(), entry.partition()));
        if (open == null) {
            return;
        }
        int size = entry.value() == null ? 0 : entry.value().length;
        synchronized (open) {
            open.add(entry.offset());
        }
        count.incrementAndGet();
        bytes.addAndGet(size);
        Runnable finished = () -> {
            synchronized (open) {
                if (!open.remove(entry.offset())) {
                    return;
                }
            }
            count.decrementAndGet();
            bytes.addAndGet(-size);
        };
        try {
            handler.take(BrokerNames.plain(entry), finished);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "record skipped: topic=" + topic + " offset=" + entry.offset(), e);
            finished.run();
        }
    }

    private void keepPlaces(KafkaConsumer<String, byte[]> consumer) {
        var places = new HashMap<TopicPartition, OffsetAndMetadata>();
        unfinished.forEach((partition, open) -> {
            long place;
            synchronized (open) {
                place = open.isEmpty() ? -1 : open.first();
            }
            if (place < 0) {
                place = consumer.position(partition, PATIENCE);
            }
            if (!Long.valueOf(place).equals(kept.get(partition))) {
                places.put(partition, new OffsetAndMetadata(place));
            }
        });
        if (!places.isEmpty()) {
            consumer.commitSync(places, PATIENCE);
            places.forEach((partition, place) -> kept.put(partition, place.offset()));
        }
    }

    private void keepAtTheEnd(KafkaConsumer<String, byte[]> consumer) {
        try {
            keepPlaces(consumer);
        } catch (org.apache.kafka.common.KafkaException e) {
            LOG.log(Level.DEBUG, "place not kept at the end: topic=" + topic, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Keeps the places and returns; what is unfinished comes to the next reader.
    @Override
    public void close() {
        closed = true;
        client.giveUp();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
