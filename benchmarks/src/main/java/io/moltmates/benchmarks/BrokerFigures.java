package io.moltmates.benchmarks;

import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// What lies in the topics of a broker that only we use.
///
/// @param byTopic by the topic's name
record BrokerFigures(Map<String, Figure> byTopic) {

    /// @param records that were ever written
    /// @param bytes of the segments on the disk
    record Figure(long records, long bytes) {

        Figure minus(Figure earlier) {
            return new Figure(records - earlier.records, bytes - earlier.bytes);
        }
    }

    /// @param connection Kafka's client properties with the broker's address and secret
    static BrokerFigures read(Map<String, ?> connection) throws IOException, InterruptedException {
        try (var admin = Admin.create(Map.copyOf(connection))) {
            var names = Topics.main().stream().map(Topic::name).toList();
            var partitions = admin.describeTopics(names).allTopicNames().get(20, TimeUnit.SECONDS).entrySet().stream()
                    .flatMap(topic -> topic.getValue().partitions().stream()
                            .map(one -> new TopicPartition(topic.getKey(), one.partition())))
                    .toList();
            var ends = admin.listOffsets(
                            partitions.stream().collect(Collectors.toMap(one -> one, _ -> OffsetSpec.latest())))
                    .all()
                    .get(20, TimeUnit.SECONDS);
            var brokers = admin.describeCluster().nodes().get(20, TimeUnit.SECONDS).stream()
                    .map(node -> node.id())
                    .toList();
            var sizes = new LinkedHashMap<TopicPartition, Long>();
            admin.describeLogDirs(brokers).allDescriptions().get(20, TimeUnit.SECONDS).values().stream()
                    .flatMap(directories -> directories.values().stream())
                    .forEach(directory ->
                            directory.replicaInfos().forEach((one, info) -> sizes.merge(one, info.size(), Long::sum)));
            var figures = new LinkedHashMap<String, Figure>();
            for (String name : names) {
                var own = partitions.stream()
                        .filter(one -> one.topic().equals(name))
                        .toList();
                figures.put(
                        name,
                        new Figure(
                                own.stream()
                                        .mapToLong(one -> Objects.requireNonNull(ends.get(one))
                                                .offset())
                                        .sum(),
                                own.stream()
                                        .mapToLong(one -> sizes.getOrDefault(one, 0L))
                                        .sum()));
            }
            return new BrokerFigures(figures);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The broker does not say what lies there", e);
        }
    }

    Figure of(String topic) {
        return byTopic.getOrDefault(topic, new Figure(0, 0));
    }
}
