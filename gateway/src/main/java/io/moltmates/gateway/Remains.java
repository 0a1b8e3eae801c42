package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.kafka.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Says until when topics hold what was written of a person who is deleted.
final class Remains {

    private Remains() {}

    static List<String> of(StateLayout layout, Map<String, String> environment) {
        var kafka =
                ConfigLoader.load(layout.configuration(), environment).config().kafka();
        return sentences(kafka, Instant.now());
    }

    static List<String> sentences(KafkaConfig kafka, Instant now) {
        var content = Topics.main().stream()
                .filter(topic -> !topic.compacted() && !topic.equals(Topics.ACCOUNTS))
                .toList();
        var letters = Topics.withDeadLetters().stream().map(Topic::deadLetters).toList();
        return List.of(
                "Topics hold messages of theirs until about " + until(content, kafka, now)
                        + ", and that they were delivered, without any text, until about "
                        + until(List.of(Topics.DELIVERIES), kafka, now) + ".",
                "Messages that could not be processed, if there were any (./moltmate deadletter list), are held until about "
                        + until(letters, kafka, now) + ".",
                "What tables of the log said of them goes when Kafka compacts them. Backups are yours to delete.");
    }

    private static String until(Collection<? extends Topic<?>> topics, KafkaConfig kafka, Instant now) {
        var longest = topics.stream()
                .map(topic -> TopicSettings.longest(topic, kafka))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return OperatorCommands.time(now.plus(longest));
    }
}
