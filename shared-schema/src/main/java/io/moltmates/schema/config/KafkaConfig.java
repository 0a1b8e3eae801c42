package io.moltmates.schema.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The log that every message goes through.
///
/// @param bootstrapServers the brokers, `host:port` with commas between; without it, the gateway's embedded broker
/// @param partitions how many partitions a topic gets when it is made, which bounds the number of workers
/// @param replication how many brokers keep a copy of each topic
/// @param retention how long topics with content keep it
/// @param properties further connection properties of Kafka's clients, such as `security.protocol` and
/// `sasl.jaas.config`
public record KafkaConfig(
        @Nullable String bootstrapServers,
        int partitions,
        int replication,
        Duration retention,
        Map<String, Secret> properties) {

    public static final KafkaConfig DEFAULT = new KafkaConfig(null, 6, 1, Duration.ofHours(24), Map.of());

    public KafkaConfig {
        if (bootstrapServers != null && !bootstrapServers.matches("[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*")) {
            throw new InvalidSetting(
                    "bootstrapServers",
                    "is not a list of brokers",
                    "Write host:port, with commas between: kafka-1:9092,kafka-2:9092.");
        }
        Check.range("partitions", partitions, 1, 1000);
        Check.range("replication", replication, 1, 10);
        Check.range("retention", retention, Duration.ofMinutes(1), Duration.ofDays(3650));
        properties = Map.copyOf(properties);
    }

    public boolean isEmbedded() {
        return bootstrapServers == null;
    }
}
