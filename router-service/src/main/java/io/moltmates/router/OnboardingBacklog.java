package io.moltmates.router;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.BrokerNames;
import io.moltmates.schema.kafka.PatientClient;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads what persona-service has not committed yet, so that a router that is new to a partition knows what is on its
/// way.
///
/// The onboarding topic has the same partitions as the ingress topic, so what belongs to a person lies under the same
/// number.
final class OnboardingBacklog {

    private static final String READER = "moltmate-persona";
    private static final String READING = "router-backlog";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Object> connection;
    private final BrokerNames names;
    private final Duration timeout;

    OnboardingBacklog(Map<String, Object> connection) {
        this(connection, TIMEOUT);
    }

    OnboardingBacklog(Map<String, Object> connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
        names = BrokerNames.of(connection);
    }

    /// Blocks until all is read; throws if the broker is not found, or does not answer, in time.
    ///
    /// @param users completed when the users table holds all that lies in the topic at the moment of the call: what
    /// persona-service has committed is no backlog, so its row must be known
    /// @param linked whether addresses of these partitions may belong to people of others
    void read(Collection<Integer> partitions, boolean linked, RoutingTable table, Supplier<CompletionStage<Void>> users)
            throws InterruptedException, ExecutionException, TimeoutException {
        var ours = partitions.stream()
                .map(number -> new TopicPartition(names.topic(Topics.ONBOARDING), number))
                .toList();
        var committed = committed();
        users.get().toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        try (var consumer = made(READING, KafkaConsumer<String, byte[]>::new)) {
            var topic = linked ? everything(consumer) : ours;
            var ends = consumer.endOffsets(topic, timeout);
            consumer.assign(topic);
            consumer.seekToBeginning(without(topic, committed.keySet()));
            committed.forEach((partition, offset) -> {
                if (ends.containsKey(partition)) {
                    consumer.seek(partition, offset);
                }
            });
            long deadline = System.nanoTime() + timeout.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), timeout) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("The onboarding topic could not be read to its end");
                }
                consumer.poll(Duration.ofMillis(100)).forEach(entry -> take(entry.value(), table));
            }
        }
    }

    private Map<TopicPartition, Long> committed() throws InterruptedException, ExecutionException, TimeoutException {
        try (var admin = made("router-admin", Admin::create)) {
            var offsets = new HashMap<TopicPartition, Long>();
            admin.listConsumerGroupOffsets(names.group(READER))
                    .partitionsToOffsetAndMetadata()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            offsets.put(partition, offset.offset());
                        }
                    });
            return offsets;
        }
    }

    private <C> C made(String name, Function<Map<String, Object>, C> maker)
            throws InterruptedException, TimeoutException {
        var client = new PatientClient<>(name, () -> maker.apply(properties(name)));
        if (!client.await(timeout)) {
            throw new TimeoutException("No broker's name resolves");
        }
        return client.get();
    }

    private List<TopicPartition> everything(KafkaConsumer<String, byte[]> consumer) {
        return consumer.partitionsFor(names.topic(Topics.ONBOARDING), timeout).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static void take(byte[] value, RoutingTable table) {
        try {
            var onboarding = RecordCodec.read(value, OnboardingMessage.class);
            if (onboarding.moves() == null) { // else no row will ever name it
                table.sent(onboarding.user(), onboarding.id());
            }
        } catch (MalformedRecordException | NullPointerException _) {
            // persona-service puts it to the dead letters; nobody waits for it
        }
    }

    private static List<TopicPartition> without(List<TopicPartition> all, Set<TopicPartition> known) {
        return all.stream().filter(partition -> !known.contains(partition)).toList();
    }

    private Map<String, Object> properties(String client) {
        var properties = new HashMap<String, Object>(connection);
        properties
                .keySet()
                .removeIf(key -> !key.equals("bootstrap.servers")
                        && !key.equals("security.protocol")
                        && !key.startsWith("sasl.")
                        && !key.startsWith("ssl."));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
        if (client.equals(READING)) {
            properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
            properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
            properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        }
        return properties;
    }
}
