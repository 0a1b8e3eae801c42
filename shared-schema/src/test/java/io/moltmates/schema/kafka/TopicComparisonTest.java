package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.kafka.TopicComparison.Present;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicComparisonTest {

    private static final KafkaConfig CONFIG = KafkaConfig.DEFAULT;
    private static final TopicComparison COMPARISON =
            new TopicComparison(CONFIG, new BrokerNames("acme."), "kafka:9092");

    private static Present asWanted(Topic<?> topic) {
        return new Present(
                topic, topic.partitions(CONFIG.partitions()), CONFIG.replication(), TopicSettings.of(topic, CONFIG));
    }

    private static List<Present> all() {
        return Topics.all().stream().map(TopicComparisonTest::asWanted).toList();
    }

    private static List<Present> allBut(Present different) {
        var topics = new ArrayList<>(all());
        topics.replaceAll(topic -> topic.topic().equals(different.topic()) ? different : topic);
        return topics;
    }

    private static Present with(Topic<?> topic, String setting, String value) {
        var settings = new HashMap<>(TopicSettings.of(topic, CONFIG));
        settings.put(setting, value);
        var wanted = asWanted(topic);
        return new Present(topic, wanted.partitions(), wanted.replicas(), settings);
    }

    @Test
    void topicsAsTheyAreMadeDifferInNothing() {
        assertThat(COMPARISON.of(all())).isEmpty();
    }

    @Test
    void aShorterRetentionIsNamedWithTheCommandThatMendsIt() {
        var found = COMPARISON.of(allBut(with(Topics.INGRESS, "retention.ms", "60000")));
        assertThat(found).singleElement().satisfies(difference -> {
            assertThat(difference.fatal()).isFalse();
            assertThat(difference.describe())
                    .isEqualTo("topic differs: topic=acme.moltmate.ingress setting=retention.ms is=60000"
                            + " wanted=86400000. Run: kafka-configs.sh --bootstrap-server kafka:9092 --alter"
                            + " --entity-type topics --entity-name acme.moltmate.ingress --add-config"
                            + " retention.ms=86400000, or set kafka.retentions.ingress.");
        });
    }

    @Test
    void theOrderOfPoliciesIsOfNoMeaning() {
        assertThat(COMPARISON.of(allBut(with(Topics.DELIVERIES, "cleanup.policy", "delete, compact"))))
                .isEmpty();
        var found = COMPARISON.of(allBut(with(Topics.DELIVERIES, "cleanup.policy", "compact")));
        assertThat(found)
                .singleElement()
                .satisfies(difference -> assertThat(difference.describe())
                        .contains("is=compact wanted=compact,delete", "cleanup.policy=[compact,delete]"));
    }

    @Test
    void aTopicMayTakeLargerRecordsButNotOnlySmallerOnes() {
        assertThat(COMPARISON.of(allBut(with(Topics.EGRESS, "max.message.bytes", "99999999"))))
                .isEmpty();
        assertThat(COMPARISON.of(allBut(with(Topics.EGRESS, "max.message.bytes", "1048588"))))
                .singleElement()
                .matches(difference -> difference.setting().equals("max.message.bytes"));
    }

    @Test
    void anotherNumberOfPartitionsForAllPeopleIsOneWarning() {
        var topics = all().stream()
                .map(topic -> topic.topic().partitioning() == Topic.Partitioning.PEOPLE
                        ? new Present(topic.topic(), 12, 1, topic.settings())
                        : topic)
                .toList();
        assertThat(COMPARISON.of(topics)).singleElement().satisfies(difference -> {
            assertThat(difference.fatal()).isFalse();
            assertThat(difference.topics()).contains("acme.moltmate.turns").doesNotContain("acme.moltmate.users");
            assertThat(difference.mend()).contains("Set kafka.partitions: 12");
        });
        assertThat(TopicComparison.agreed(topics, 6)).isEqualTo(12);
        assertThat(TopicComparison.agreed(List.of(), 6)).isEqualTo(6);
    }

    @Test
    void differentNumbersOfPartitionsAmongTopicsOfPeopleKeepServicesFromStarting() {
        var live = asWanted(Topics.LIVE);
        var found = COMPARISON.of(allBut(new Present(Topics.LIVE, 3, 1, live.settings())));
        assertThat(found).singleElement().satisfies(difference -> {
            assertThat(difference.fatal()).isTrue();
            assertThat(difference.topics()).containsExactly("acme.moltmate.live");
            assertThat(difference.mend()).contains("--alter --topic TOPIC --partitions 6", "Stop all services");
        });
        assertThat(new TopicReport(List.of(), found, List.of()).refusal().orElseThrow())
                .contains("acme.moltmate.live", "is=[3]");
    }

    @Test
    void fewerReplicasAndATableWithTwoPartitionsAreWarnings() {
        var users = asWanted(Topics.USERS);
        assertThat(COMPARISON.of(allBut(new Present(Topics.USERS, 2, 3, users.settings()))))
                .extracting(TopicDifference::setting, TopicDifference::is, TopicDifference::fatal)
                .containsExactlyInAnyOrder(tuple("partitions", "2", false), tuple("replication.factor", "3", false));
    }

    @Test
    void settingsThatAreNotKnownAreNotCompared() {
        assertThat(COMPARISON.of(allBut(new Present(Topics.LIVE, 6, 1, null)))).isEmpty();
    }

    @Test
    void aReceiptOutlivesWhatItIsFor() {
        var week = TopicSettings.of(Topics.DELIVERIES, CONFIG);
        assertThat(week).containsEntry("retention.ms", "604800000").containsEntry("retention.bytes", "-1");
        var long30 =
                new KafkaConfig(null, "", 6, 1, Duration.ofDays(30), Map.of(), CONFIG.tls(), CONFIG.sasl(), Map.of());
        assertThat(TopicSettings.of(Topics.DELIVERIES, long30)).containsEntry("retention.ms", "5184000000");
    }

    @Test
    void noRecordOutlivesItsRetentionByMoreThanAQuarter() {
        assertThat(TopicSettings.of(Topics.INGRESS, CONFIG)).containsEntry("segment.ms", "21600000");
        assertThat(TopicSettings.of(Topics.USERS, CONFIG)).doesNotContainKey("segment.ms");
    }
}
