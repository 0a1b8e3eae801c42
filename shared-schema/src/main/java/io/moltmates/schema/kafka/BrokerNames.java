package io.moltmates.schema.kafka;

import io.moltmates.schema.Topic;
import io.moltmates.schema.config.KafkaConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What topics and consumer groups are called at the broker, where each name begins with the deployment's prefix;
/// everywhere else they have their plain names, such as `moltmate.ingress`.
///
/// Readers of this package take plain names and hand over records with plain names. Channels of SmallRye's get records
/// as the broker names them, since SmallRye acknowledges them by that name; [#plain] tells what such a record is.
///
/// @param prefix may be empty
public record BrokerNames(String prefix) {

    /// @param connection Kafka's client properties, with the prefix among them if there is one
    public static BrokerNames of(Map<String, ?> connection) {
        return new BrokerNames(Optional.ofNullable(connection.get(KafkaConfig.TOPIC_PREFIX))
                .map(Object::toString)
                .orElse(""));
    }

    public String topic(Topic<?> topic) {
        return topic(topic.name());
    }

    public String topic(String plain) {
        return prefix + plain;
    }

    public List<String> topics(List<String> plain) {
        return plain.stream().map(this::topic).toList();
    }

    public String group(String plain) {
        return prefix + plain;
    }

    /// The plain name of a topic of ours, whatever prefix it has: no plain name says the family's name twice.
    public static String plain(String atBroker) {
        int at = atBroker.lastIndexOf(Topic.FAMILY);
        return at < 0 ? atBroker : atBroker.substring(at);
    }

    /// The same record under its topic's plain name.
    public static <K, V> ConsumerRecord<K, V> plain(ConsumerRecord<K, V> entry) {
        String topic = plain(entry.topic());
        if (topic.equals(entry.topic())) {
            return entry;
        }
        return new ConsumerRecord<>(
                topic,
                entry.partition(),
                entry.offset(),
                entry.timestamp(),
                entry.timestampType(),
                entry.serializedKeySize(),
                entry.serializedValueSize(),
                entry.key(),
                entry.value(),
                entry.headers(),
                entry.leaderEpoch());
    }
}
