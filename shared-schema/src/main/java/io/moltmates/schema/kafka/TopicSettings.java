package io.moltmates.schema.kafka;

import io.moltmates.schema.Topic;
import io.moltmates.schema.config.KafkaConfig;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/// What topics are made like.
public final class TopicSettings {

    /// What [TopicWriter] writes at the most, and what Kafka puts around it.
    private static final int LARGEST_RECORD = (4 << 20) + (64 << 10);
    /// Kafka deletes whole segments, and none that is still written to; so a record may stay this much longer.
    private static final int SEGMENTS_OF_A_RETENTION = 4;

    private static final Duration SHORTEST_SEGMENT = Duration.ofMinutes(10);
    private static final Duration LONGEST_SEGMENT = Duration.ofDays(7);

    private TopicSettings() {}

    /// Kafka's topic configuration.
    static Map<String, String> of(Topic<?> topic, KafkaConfig config) {
        var settings = new TreeMap<String, String>();
        settings.put(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                String.join(",", topic.cleanup().policies()));
        settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf((topic.compacted() ? 16 : 64) << 20));
        if (topic.expires()) {
            var retention = config.retention(topic);
            settings.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis()));
            settings.put(TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(topic.retentionBytes()));
            settings.put(
                    TopicConfig.SEGMENT_MS_CONFIG,
                    String.valueOf(segment(retention).toMillis()));
        }
        if (!topic.compacted()) {
            settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(LARGEST_RECORD));
        }
        return settings;
    }

    /// How long a record may be kept at the most, in a topic where records expire.
    public static Duration longest(Topic<?> topic, KafkaConfig config) {
        var retention = config.retention(topic);
        return retention.plus(segment(retention));
    }

    private static Duration segment(Duration retention) {
        var part = retention.dividedBy(SEGMENTS_OF_A_RETENTION);
        if (part.compareTo(SHORTEST_SEGMENT) < 0) {
            return SHORTEST_SEGMENT;
        }
        return part.compareTo(LONGEST_SEGMENT) > 0 ? LONGEST_SEGMENT : part;
    }
}
