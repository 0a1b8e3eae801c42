package io.moltmates.schema.kafka;

import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.kafka.TopicComparison.Present;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/// The topics as the broker has them: one look at them, and what is done about it.
final class TopicsAtBroker {

    private final Admin admin;
    private final Duration timeout;
    private final TopicComparison comparison;
    private final KafkaConfig config;
    private final BrokerNames names;
    private final List<String> notes = new ArrayList<>();

    /// @param timeout for each question
    TopicsAtBroker(Admin admin, Duration timeout, TopicComparison comparison) {
        this.admin = admin;
        this.timeout = timeout;
        this.comparison = comparison;
        config = comparison.config();
        names = comparison.names();
    }

    /// What could not be checked so far, and what is missing, a sentence each.
    List<String> notes() {
        return notes;
    }

    List<Present> present() throws InterruptedException, ExecutionException, TimeoutException {
        var there = get(admin.listTopics().names());
        var ours = Topics.all().stream()
                .filter(topic -> there.contains(names.topic(topic)))
                .toList();
        if (ours.isEmpty()) {
            return List.of();
        }
        var settings = settings(ours);
        var described = get(
                admin.describeTopics(ours.stream().map(names::topic).toList()).allTopicNames());
        var present = new ArrayList<Present>();
        for (var topic : ours) {
            var description = described.get(names.topic(topic));
            if (description != null) {
                int replicas = description.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0);
                present.add(new Present(
                        topic, description.partitions().size(), replicas, settings.get(names.topic(topic))));
            }
        }
        return present;
    }

    private Map<String, Map<String, String>> settings(List<Topic<?>> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            var settings = new HashMap<String, Map<String, String>>();
            get(admin.describeConfigs(topics.stream().map(this::resource).toList())
                            .all())
                    .forEach((resource, found) -> settings.put(
                            resource.name(),
                            found.entries().stream()
                                    .collect(Collectors.toMap(
                                            ConfigEntry::name, entry -> entry.value() == null ? "" : entry.value()))));
            return settings;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                notes.add("The settings of topics are not checked: Kafka does not let this account see them"
                        + " (DescribeConfigs on topics).");
                return Map.of();
            }
            throw e;
        }
    }

    /// Sets what differs, and returns what the broker has then, which it may tell a moment later only.
    List<Present> mended(List<Present> present) throws InterruptedException, ExecutionException, TimeoutException {
        var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
        var mended = new ArrayList<Present>();
        for (var topic : present) {
            var wanted = TopicSettings.of(topic.topic(), config);
            var differences = comparison.of(List.of(topic)).stream()
                    .filter(difference -> wanted.containsKey(difference.setting()))
                    .map(difference -> new AlterConfigOp(
                            new ConfigEntry(difference.setting(), difference.wanted()), AlterConfigOp.OpType.SET))
                    .toList();
            if (!differences.isEmpty()) {
                changes.put(resource(topic.topic()), differences);
            }
            mended.add(new Present(topic.topic(), topic.partitions(), topic.replicas(), wanted));
        }
        if (!changes.isEmpty()) {
            get(admin.incrementalAlterConfigs(changes).all());
        }
        return mended;
    }

    /// The names of those that were made here.
    List<String> create(List<Present> present) throws InterruptedException, ExecutionException, TimeoutException {
        int people = TopicComparison.agreed(present, config.partitions());
        var missing = missing(present).stream()
                .map(topic -> new NewTopic(names.topic(topic), topic.partitions(people), (short) config.replication())
                        .configs(TopicSettings.of(topic, config)))
                .toList();
        var created = new ArrayList<String>();
        var refused = new ArrayList<String>();
        var why = new ArrayList<Throwable>();
        for (var answer : admin.createTopics(missing).values().entrySet()) {
            try {
                get(answer.getValue());
                created.add(answer.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another service was faster
                    refused.add(answer.getKey());
                    why.add(e.getCause());
                }
            }
        }
        if (!refused.isEmpty()) {
            throw new TopicAdmin.TopicsUnavailableException(refusal(refused, why.getFirst()), why.getFirst());
        }
        return created;
    }

    void noteMissing(List<Present> present) {
        String missing = missing(present).stream().map(names::topic).sorted().collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            notes.add("Topics are missing, or this account may not see them: " + missing
                    + ". Start a service anew, which makes them.");
        }
    }

    private static List<Topic<?>> missing(List<Present> present) {
        var there = present.stream().map(Present::topic).collect(Collectors.toSet());
        return Topics.all().stream().filter(topic -> !there.contains(topic)).toList();
    }

    private String refusal(List<String> topics, @Nullable Throwable why) {
        String missing = topics.stream().sorted().collect(Collectors.joining(", "));
        return switch (why) {
            case AuthorizationException _ ->
                "does not let this account create topics, or see them if they are there: " + missing
                        + ". Create them, or allow Create and Describe on topics whose names begin with '"
                        + names.topic(Topic.FAMILY) + "'.";
            case InvalidReplicationFactorException _ ->
                "has fewer brokers than kafka.replication: " + config.replication() + " asks copies for. " + missing
                        + " could not be created.";
            case null -> "did not create " + missing;
            default -> "did not create " + missing + ": " + why.getMessage();
        };
    }

    private ConfigResource resource(Topic<?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, names.topic(topic));
    }

    private <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
