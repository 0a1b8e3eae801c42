package io.moltmates.schema.kafka;

import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.config.KafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/// Creates the topics that are missing.
public final class TopicAdmin {

    /// What [TopicWriter] writes at the most, and what Kafka puts around it.
    private static final int LARGEST_RECORD = (4 << 20) + (64 << 10);

    private final Map<String, ?> connection;
    private final KafkaConfig config;

    public TopicAdmin(Map<String, ?> connection, KafkaConfig config) {
        this.connection = connection;
        this.config = config;
    }

    /// Creates what is missing; topics that are there stay as they are. Blocks until done.
    ///
    /// @throws TopicsUnavailableException if the broker does not answer or refuses
    public void createMissing(Duration timeout) {
        var properties = new HashMap<>(KafkaConnection.clientProperties(connection));
        // else closing waits for what was given up here
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(timeout.toMillis()));
        try (var admin = Admin.create(properties)) {
            var present = admin.listTopics().names().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            var missing = new ArrayList<NewTopic>();
            for (Topic<?> topic : Topics.all()) {
                if (!present.contains(topic.name())) {
                    missing.add(new NewTopic(
                                    topic.name(), topic.partitions(config.partitions()), (short) config.replication())
                            .configs(configuration(topic)));
                }
            }
            if (!missing.isEmpty()) {
                admin.createTopics(List.copyOf(missing)).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsUnavailableException("Interrupted while creating topics", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TopicsUnavailableException("Kafka's topics could not be created: " + e.getMessage(), e);
        }
    }

    private Map<String, String> configuration(Topic<?> topic) {
        if (topic.compacted()) {
            return Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_COMPACT,
                    TopicConfig.SEGMENT_BYTES_CONFIG,
                    String.valueOf(16 << 20));
        }
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(config.retention(topic).toMillis()),
                TopicConfig.RETENTION_BYTES_CONFIG,
                String.valueOf(topic.retentionBytes()),
                TopicConfig.SEGMENT_BYTES_CONFIG,
                String.valueOf(64 << 20),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(LARGEST_RECORD));
    }

    /// The broker does not answer, or refuses; trying again may help.
    public static final class TopicsUnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TopicsUnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
