package io.moltmates.schema.kafka;

import io.moltmates.schema.Topic;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Utils;

/// Shares out the partitions of a topic among the members of a consumer group for the sake of the assignment: who is
/// assigned a partition holds its lease.
///
/// A lease counts only while it is fresh: every half second the place in the topic is committed, which the broker
/// refuses to whoever is no member of the group's current generation. A commit also keeps the member alive for the
/// session timeout (6 s), so nobody else can be assigned the partition within 3 s after the last commit began. A
/// process that
/// was frozen therefore finds its leases stale when it wakes up, by its own clock and without asking anybody.
///
/// Thread-safe. One thread polls and calls the holder.
public final class PartitionLeases implements AutoCloseable {

    /// How long a member that died keeps its leases.
    public static final Duration SESSION = Duration.ofSeconds(6);

    private static final System.Logger LOG = System.getLogger(PartitionLeases.class.getName());
    private static final Duration FRESH = SESSION.dividedBy(2);
    private static final Duration CONFIRM = Duration.ofMillis(500);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final PatientClient<KafkaConsumer<String, byte[]>> client;
    private final String topic;
    private final Holder holder;
    private final Thread thread;
    private final Set<Integer> held = new HashSet<>();
    private long confirmedAt;
    private volatile int partitions;
    private volatile boolean closed;

    /// Who works under the leases; called on the polling thread.
    public interface Holder {

        /// The leases are this process' now; they count once they are fresh.
        void granted(Set<Integer> partitions);

        /// The leases end: returns when nothing is done under them any more. Another process gets them after that, or
        /// has them already if this one was taken for dead.
        void ended(Set<Integer> partitions);
    }

    private PartitionLeases(Map<String, ?> connection, String group, Topic<?> topic, Holder holder) {
        var names = BrokerNames.of(connection);
        this.topic = names.topic(topic);
        this.holder = holder;
        var properties = new HashMap<String, Object>(KafkaConnection.clientProperties(connection));
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, names.group(group));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, group);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) SESSION.toMillis() / 6);
        client = new PatientClient<>(
                group, () -> new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()));
        thread = Thread.ofPlatform().daemon().name(group).unstarted(this::run);
    }

    public static PartitionLeases open(Map<String, ?> connection, String group, Topic<?> topic, Holder holder) {
        var leases = new PartitionLeases(connection, group, topic, holder);
        leases.thread.start();
        return leases;
    }

    /// The partition of a record with this key; -1 as long as the topic is not known.
    public int partitionOf(String key) {
        int number = partitions;
        return number == 0 ? -1 : Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % number;
    }

    /// Whether this process holds the lease for certain, at this moment.
    public synchronized boolean isFresh(int partition) {
        return held.contains(partition) && System.nanoTime() - confirmedAt < FRESH.toNanos();
    }

    /// Blocks while it is not certain who holds the lease. Whether this process does.
    public synchronized boolean awaitFresh(int partition) throws InterruptedException {
        while (held.contains(partition) && !isFresh(partition)) {
            wait(CONFIRM.toMillis());
        }
        return held.contains(partition);
    }

    private void run() {
        try {
            if (client.await()) {
                poll(client.get());
            }
        } catch (InterruptedException _) {
            // nobody wants the leases any more
        } finally {
            end(held());
        }
    }

    private void poll(KafkaConsumer<String, byte[]> consumer) {
        try (consumer) {
            consumer.subscribe(List.of(topic), new Listener());
            while (!closed) {
                try {
                    if (partitions == 0) {
                        partitions = consumer.partitionsFor(topic).size();
                    }
                    var _ = consumer.poll(POLL);
                    confirm(consumer);
                } catch (WakeupException _) {
                    // close() asked for a look
                } catch (InterruptException _) {
                    break;
                } catch (org.apache.kafka.common.KafkaException e) {
                    LOG.log(Level.WARNING, "leases can't be confirmed, trying again: topic=" + topic, e);
                    pause();
                }
            }
        }
    }

    /// What a refused commit means is said by the next poll.
    private void confirm(KafkaConsumer<String, byte[]> consumer) {
        long now = System.nanoTime();
        var assigned = consumer.assignment();
        if (assigned.isEmpty() || now - lastConfirmed() < CONFIRM.toNanos()) {
            return;
        }
        var places = new HashMap<TopicPartition, OffsetAndMetadata>();
        try {
            for (var partition : assigned) {
                places.put(partition, new OffsetAndMetadata(consumer.position(partition, PATIENCE)));
            }
            consumer.commitSync(places, PATIENCE);
        } catch (RebalanceInProgressException | TimeoutException e) {
            LOG.log(Level.DEBUG, "leases not confirmed yet: topic=" + topic, e);
            return;
        }
        synchronized (this) {
            confirmedAt = now;
            notifyAll();
        }
    }

    private synchronized long lastConfirmed() {
        return confirmedAt;
    }

    private synchronized Set<Integer> held() {
        return Set.copyOf(held);
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    private void end(Set<Integer> numbers) {
        var ending = new HashSet<>(numbers);
        synchronized (this) {
            ending.retainAll(held);
            held.removeAll(ending);
            notifyAll();
        }
        if (!ending.isEmpty()) {
            holder.ended(ending);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Kafka calls it inside of a poll.
    private final class Listener implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            var numbers = numbers(assigned);
            if (!numbers.isEmpty()) {
                synchronized (PartitionLeases.this) {
                    held.addAll(numbers);
                    confirmedAt = System.nanoTime() - FRESH.toNanos();
                }
                holder.granted(numbers);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            end(numbers(revoked));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            LOG.log(Level.WARNING, "leases lost: topic=" + topic + " partitions=" + numbers(lost));
            end(numbers(lost));
        }
    }

    /// Ends the leases, then leaves the group, so that another process gets them at once.
    @Override
    public void close() {
        closed = true;
        client.giveUp();
        var consumer = client.now();
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(15));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
