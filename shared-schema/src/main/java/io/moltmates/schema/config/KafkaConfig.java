package io.moltmates.schema.config;

import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;

/// The log that every message goes through: where it is, how it is reached, and what its topics are like.
///
/// @param bootstrapServers the brokers, `host:port` with commas between; without it, the gateway's embedded broker
/// @param topicPrefix what the names of all topics and consumer groups begin with at the broker
/// @param partitions how many partitions a topic gets when it is made, which bounds the number of workers
/// @param replication how many brokers keep a copy of each topic
/// @param retention how long topics with content keep it
/// @param retentions how long single topics keep their records, by names such as `ingress`, `live` or `turns.dlq`
/// @param tls how the connection is encrypted
/// @param sasl as whom the broker is spoken to
/// @param properties further connection properties of Kafka's clients, such as `client.rack`; they win over all else
public record KafkaConfig(
        @Nullable String bootstrapServers,
        String topicPrefix,
        int partitions,
        int replication,
        Duration retention,
        Map<String, Duration> retentions,
        KafkaTlsConfig tls,
        KafkaSaslConfig sasl,
        Map<String, Secret> properties) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    public static final KafkaConfig DEFAULT = new KafkaConfig(
            null, "", 6, 1, Duration.ofHours(24), Map.of(), KafkaTlsConfig.DEFAULT, KafkaSaslConfig.DEFAULT, Map.of());

    /// The key under which [#clientProperties] says the prefix; Kafka's clients don't know it.
    public static final String TOPIC_PREFIX = "topic.prefix";

    public KafkaConfig {
        if (bootstrapServers != null && !bootstrapServers.matches("[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*")) {
            throw new InvalidSetting(
                    "bootstrapServers",
                    "is not a list of brokers",
                    "Write host:port, with commas between: kafka-1:9092,kafka-2:9092.");
        }
        if (!topicPrefix.matches("[A-Za-z0-9._-]{0,100}")) {
            throw new InvalidSetting(
                    "topicPrefix",
                    "is not what names of topics may begin with",
                    "Write letters, digits, dots, dashes and underscores, 100 at the most: \"acme.\".");
        }
        Check.range("partitions", partitions, 1, 1000);
        Check.range("replication", replication, 1, 10);
        Check.range("retention", retention, SHORTEST, LONGEST);
        retentions.forEach(KafkaConfig::checkRetention);
        retentions = Map.copyOf(retentions);
        properties = Map.copyOf(properties);
    }

    public boolean isEmbedded() {
        return bootstrapServers == null;
    }

    /// The same for a broker that is alone, and so keeps the only copy.
    public KafkaConfig alone() {
        return new KafkaConfig(
                bootstrapServers, topicPrefix, partitions, 1, retention, retentions, tls, sasl, properties);
    }

    /// How long a topic keeps its records; of no meaning for one that keeps them by key only.
    ///
    /// Who takes over a bot account delivers again what has no receipt, and finds it in egress. So a receipt has to
    /// outlive what it is for.
    public Duration retention(Topic<?> topic) {
        if (topic.equals(Topics.DELIVERIES)) {
            var twice = retention(Topics.EGRESS).multipliedBy(2);
            return twice.compareTo(topic.retention()) > 0 ? twice : topic.retention();
        }
        var own = retentions.get(topic.shortName());
        if (own == null) {
            own = retentions.get(topic.name());
        }
        return own == null ? topic.retention(retention) : own;
    }

    /// What each of Kafka's clients is made with, secrets among it: address, encryption, login, `properties`, and the
    /// prefix under [#TOPIC_PREFIX] if there is one. Without an address if none is set.
    ///
    /// Reads the files that `tls` names. Values are as they are: whoever hands them to MicroProfile Config writes
    /// them by [PropertyText#literal], or a `$` in a password would be taken for an expression.
    ///
    /// @throws InvalidSetting that names a file which can't be used, in one sentence
    public Map<String, String> clientProperties() {
        var client = new TreeMap<String, String>();
        if (bootstrapServers != null) {
            client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers.replaceAll("\\s", ""));
        }
        if (tls.enabled() || sasl.isOn()) {
            client.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol().name);
        }
        tls.describe(client);
        sasl.describe(client);
        if (!topicPrefix.isEmpty()) {
            client.put(TOPIC_PREFIX, topicPrefix);
        }
        properties.forEach((key, value) -> client.put(key, value.reveal()));
        return client;
    }

    private SecurityProtocol protocol() {
        if (sasl.isOn()) {
            return tls.enabled() ? SecurityProtocol.SASL_SSL : SecurityProtocol.SASL_PLAINTEXT;
        }
        return tls.enabled() ? SecurityProtocol.SSL : SecurityProtocol.PLAINTEXT;
    }

    private static void checkRetention(String name, Duration duration) {
        var known = Topics.all().stream().filter(topic -> !topic.compacted()).toList();
        if (known.stream().noneMatch(topic -> topic.isNamed(name))) {
            List<String> names = known.stream().map(Topic::shortName).toList();
            throw new InvalidSetting(
                    "retentions." + name,
                    "is for no topic that keeps its records for a time",
                    Nearest.to(name, names)
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("There are: " + String.join(", ", names) + "."));
        }
        Check.range("retentions." + name, duration, SHORTEST, LONGEST);
    }
}
