package io.moltmates.schema.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads topics without a group: each reader sees all records, nothing is committed, and nobody else is disturbed.
///
/// Topics and records have their plain names, whatever [prefix][BrokerNames] the deployment has. One thread polls and
/// calls the consumer; what that throws is logged and the reader goes on. Whoever wants the records from the start gets
/// [#ready()] completed when all that lay there at the start has been read.
public final class TopicTail implements AutoCloseable {

    /// Where reading begins.
    public enum From {
        START,
        END
    }

    private static final System.Logger LOG = System.getLogger(TopicTail.class.getName());
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMillis(50);

    private final PatientClient<KafkaConsumer<String, byte[]>> client;
    private final Collection<String> topics;
    private final From from;
    private final Consumer<ConsumerRecord<String, byte[]>> handler;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final AtomicReference<Set<Integer>> wanted = new AtomicReference<>();
    private volatile CompletableFuture<Void> placed = new CompletableFuture<>();
    private final Queue<CompletableFuture<Void>> looks = new ConcurrentLinkedQueue<>();
    private final List<Look> pending = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    /// Who wants to know when all before these ends has been handled.
    private record Look(Map<TopicPartition, Long> ends, List<CompletableFuture<Void>> asked) {}

    private TopicTail(
            Map<String, ?> connection,
            String name,
            Collection<String> topics,
            From from,
            Consumer<ConsumerRecord<String, byte[]>> handler) {
        this.topics = BrokerNames.of(connection).topics(List.copyOf(topics));
        this.from = from;
        this.handler = handler;
        var properties = new HashMap<String, Object>(KafkaConnection.clientProperties(connection));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from == From.START ? "earliest" : "latest");
        client = new PatientClient<>(
                name, () -> new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()));
        thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /// Reads all partitions.
    public static TopicTail open(
            Map<String, ?> connection,
            String name,
            Collection<String> topics,
            From from,
            Consumer<ConsumerRecord<String, byte[]>> handler) {
        var tail = new TopicTail(connection, name, topics, from, handler);
        tail.thread.start();
        return tail;
    }

    /// Reads no partition until [#partitions] names them.
    public static TopicTail openUnassigned(
            Map<String, ?> connection,
            String name,
            Collection<String> topics,
            From from,
            Consumer<ConsumerRecord<String, byte[]>> handler) {
        var tail = new TopicTail(connection, name, topics, from, handler);
        tail.wanted.set(Set.of());
        tail.thread.start();
        return tail;
    }

    /// From now on reads these partitions of each topic; new ones begin where the reader was told to begin.
    ///
    /// @return completed when the reader has its place in each of them
    public synchronized CompletionStage<Void> partitions(Set<Integer> numbers) {
        var next = new CompletableFuture<Void>();
        var before = placed;
        wanted.set(Set.copyOf(numbers));
        placed = next;
        wakeUp();
        var _ = next.thenRun(() -> before.complete(null));
        return next;
    }

    /// Completed when the reader has its place in each partition, and has read all that lay there if it reads from the
    /// start.
    public CompletionStage<Void> ready() {
        return ready;
    }

    /// Completed when all has been handled that lies in the topics at the moment of the call.
    public CompletionStage<Void> upToDate() {
        var asked = new CompletableFuture<Void>();
        looks.add(asked);
        wakeUp();
        return asked;
    }

    private void look(KafkaConsumer<String, byte[]> consumer) {
        if (looks.isEmpty()) {
            return;
        }
        var asked = List.copyOf(looks); // before the ends are asked for
        var ends = consumer.endOffsets(consumer.assignment()); // a wakeup may end it; then all is asked again
        asked.forEach(_ -> looks.remove()); // nobody else takes from the queue
        pending.add(new Look(ends, asked));
    }

    private void answerLooks(KafkaConsumer<String, byte[]> consumer) {
        pending.removeIf(look -> {
            boolean there = caughtUp(consumer, look.ends);
            if (there) {
                look.asked.forEach(asked -> asked.complete(null));
            }
            return there;
        });
    }

    /// Before there is a consumer, its thread looks at everything once it has one.
    private void wakeUp() {
        var consumer = client.now();
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void run() {
        try {
            if (client.await()) {
                read(client.get());
            }
        } catch (InterruptedException _) {
            // nobody wants it any more
        } finally {
            var end = new IllegalStateException("The reader of " + topics + " was closed");
            ready.completeExceptionally(end);
            looks.forEach(look -> look.completeExceptionally(end));
            pending.forEach(look -> look.asked.forEach(asked -> asked.completeExceptionally(end)));
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        try (consumer) {
            Set<TopicPartition> assigned = new HashSet<>();
            Map<TopicPartition, Long> ends = Map.of();
            while (!closed) {
                try {
                    var asked = placed; // before what is wanted is looked at
                    var target = target(consumer);
                    if (!target.equals(assigned)) {
                        ends = assign(consumer, target);
                        assigned = target;
                    }
                    asked.complete(null);
                    if (target.isEmpty()) {
                        Thread.sleep(IDLE);
                        continue;
                    }
                    if (!ready.isDone() && caughtUp(consumer, ends)) {
                        ready.complete(null);
                    }
                    look(consumer);
                    answerLooks(consumer);
                    consumer.poll(ready.isDone() && pending.isEmpty() ? POLL : Duration.ofMillis(20))
                            .forEach(this::handle);
                } catch (WakeupException _) {
                    // partitions() or close() asked for a look at what is wanted
                } catch (InterruptException | InterruptedException _) {
                    break;
                } catch (org.apache.kafka.common.KafkaException e) {
                    LOG.log(Level.WARNING, "reading failed, trying again: topics=" + topics, e);
                    pause();
                }
            }
        }
    }

    private Set<TopicPartition> target(KafkaConsumer<String, byte[]> consumer) {
        var numbers = wanted.get();
        var target = new HashSet<TopicPartition>();
        for (String topic : topics) {
            if (numbers == null) {
                if (!consumer.assignment().isEmpty()) {
                    return consumer.assignment();
                }
                for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                    target.add(new TopicPartition(topic, partition.partition()));
                }
            } else {
                numbers.forEach(number -> target.add(new TopicPartition(topic, number)));
            }
        }
        return target;
    }

    /// A wakeup may end it anywhere; done again, it goes on from what the consumer has.
    private Map<TopicPartition, Long> assign(KafkaConsumer<String, byte[]> consumer, Set<TopicPartition> target) {
        var before = Set.copyOf(consumer.assignment());
        var added =
                target.stream().filter(partition -> !before.contains(partition)).toList();
        consumer.assign(target); // what stays keeps its place
        if (!added.isEmpty()) { // seeking in none would seek in all
            if (from == From.START) {
                consumer.seekToBeginning(added);
            } else {
                consumer.seekToEnd(added);
            }
        }
        if (from == From.START) {
            return consumer.endOffsets(target);
        }
        target.forEach(consumer::position); // seekToEnd is lazy: the place has to be taken before anybody writes
        return Map.of();
    }

    private boolean caughtUp(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void handle(ConsumerRecord<String, byte[]> entry) {
        try {
            handler.accept(BrokerNames.plain(entry));
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "record skipped: topic=" + entry.topic() + " partition=" + entry.partition() + " offset="
                            + entry.offset(),
                    e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        client.giveUp();
        wakeUp();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
