package io.moltmates.schema.kafka;

import io.moltmates.schema.Topic;
import io.moltmates.schema.Topic.Partitioning;
import io.moltmates.schema.config.KafkaConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/// Compares topics that are there with what the configuration wants, and says what to do about each difference.
///
/// @param address the brokers, for the commands that are shown
record TopicComparison(KafkaConfig config, BrokerNames names, String address) {

    private static final String PARTITIONS = "partitions";
    /// Is of no consequence, and other tools like to set it.
    private static final String NOT_COMPARED = TopicConfig.SEGMENT_BYTES_CONFIG;

    /// A topic as it is at the broker.
    ///
    /// @param settings null if they are not to be known
    record Present(
            Topic<?> topic,
            int partitions,
            int replicas,
            @Nullable Map<String, String> settings) {}

    /// How many partitions those keyed by person have; the configured number as long as there is none, or they do not
    /// agree.
    static int agreed(Collection<Present> present, int configured) {
        var numbers = numbers(present);
        return numbers.size() == 1 ? numbers.iterator().next() : configured;
    }

    List<TopicDifference> of(Collection<Present> present) {
        var differences = new ArrayList<TopicDifference>();
        people(present, differences);
        for (var topic : present) {
            single(topic, differences);
            settings(topic, differences);
        }
        replicas(present, differences);
        return differences;
    }

    /// All need the same number, which is one thing to say, not one for each topic.
    private void people(Collection<Present> present, List<TopicDifference> differences) {
        var numbers = numbers(present);
        if (numbers.size() > 1) {
            int most = Collections.max(numbers);
            var fewer = present.stream()
                    .filter(TopicComparison::isOfPeople)
                    .filter(topic -> topic.partitions() < most)
                    .toList();
            differences.add(new TopicDifference(
                    named(fewer),
                    PARTITIONS,
                    numbers.headSet(most).toString(),
                    most + " as the others have that are keyed by person",
                    "All of them need the same number (docs/adr/0002-results-go-to-the-partition-owner.md). Stop all"
                            + " services, then run for each: kafka-topics.sh --bootstrap-server " + address
                            + " --alter --topic TOPIC --partitions " + most,
                    true));
        } else if (!numbers.isEmpty() && numbers.first() != config.partitions()) {
            differences.add(new TopicDifference(
                    named(present.stream().filter(TopicComparison::isOfPeople).toList()),
                    PARTITIONS,
                    String.valueOf(numbers.first()),
                    String.valueOf(config.partitions()),
                    "They are used as they are. Set kafka.partitions: " + numbers.first()
                            + ", or make them anew when all is drained.",
                    false));
        }
    }

    private void single(Present present, List<TopicDifference> differences) {
        if (present.topic().partitioning() == Partitioning.SINGLE && present.partitions() != 1) {
            differences.add(new TopicDifference(
                    named(List.of(present)),
                    PARTITIONS,
                    String.valueOf(present.partitions()),
                    "1",
                    "It is used as it is. Make it anew with one partition when all is drained.",
                    false));
        }
    }

    private void replicas(Collection<Present> present, List<TopicDifference> differences) {
        var byNumber = new TreeMap<Integer, List<Present>>();
        present.stream()
                .filter(topic -> topic.replicas() != config.replication())
                .forEach(topic -> byNumber.computeIfAbsent(topic.replicas(), _ -> new ArrayList<>())
                        .add(topic));
        byNumber.forEach((number, topics) -> differences.add(new TopicDifference(
                named(topics),
                "replication.factor",
                String.valueOf(number),
                String.valueOf(config.replication()),
                "Set kafka.replication: " + number + ", or give them replicas with kafka-reassign-partitions.sh.",
                false)));
    }

    private void settings(Present present, List<TopicDifference> differences) {
        var are = present.settings();
        if (are == null) {
            return;
        }
        TopicSettings.of(present.topic(), config).forEach((setting, wanted) -> {
            String is = are.getOrDefault(setting, "");
            if (!setting.equals(NOT_COMPARED) && !isGood(setting, is, wanted)) {
                differences.add(new TopicDifference(
                        named(List.of(present)), setting, is, wanted, mend(present.topic(), setting, wanted), false));
            }
        });
    }

    private static boolean isGood(String setting, String is, String wanted) {
        return switch (setting) {
            case TopicConfig.MAX_MESSAGE_BYTES_CONFIG ->
                is.matches("\\d+") && Long.parseLong(is) >= Long.parseLong(wanted);
            case TopicConfig.CLEANUP_POLICY_CONFIG -> parts(is).equals(parts(wanted));
            default -> is.equals(wanted);
        };
    }

    private static Set<String> parts(String policies) {
        return Set.of(policies.replace(" ", "").split(","));
    }

    private String mend(Topic<?> topic, String setting, String wanted) {
        String value = wanted.contains(",") ? "[" + wanted + "]" : wanted;
        String command = "Run: kafka-configs.sh --bootstrap-server " + address + " --alter --entity-type topics"
                + " --entity-name " + names.topic(topic) + " --add-config " + setting + "=" + value;
        return setting.equals(TopicConfig.RETENTION_MS_CONFIG) && !topic.compacted()
                ? command + ", or set kafka.retentions." + topic.shortName() + "."
                : command;
    }

    private List<String> named(Collection<Present> present) {
        Function<Present, String> name = topic -> names.topic(topic.topic());
        return present.stream().map(name).sorted().toList();
    }

    private static boolean isOfPeople(Present present) {
        return present.topic().partitioning() == Partitioning.PEOPLE;
    }

    private static TreeSet<Integer> numbers(Collection<Present> present) {
        var numbers = new TreeSet<Integer>();
        present.stream().filter(TopicComparison::isOfPeople).forEach(topic -> numbers.add(topic.partitions()));
        return numbers;
    }
}
