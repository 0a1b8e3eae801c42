package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.config.KafkaConfig;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "acme.", "acme-", "moltmate.", "moltmate.test_"})
    void everyTopicsNameCanBeToldAgainWhateverThePrefix(String prefix) {
        var names = BrokerNames.of(Map.of(KafkaConfig.TOPIC_PREFIX, prefix));
        assertThat(Topics.all())
                .allSatisfy(topic -> assertThat(names.topic(topic)).isEqualTo(prefix + topic.name()))
                .allSatisfy(topic ->
                        assertThat(BrokerNames.plain(names.topic(topic))).isEqualTo(topic.name()));
        assertThat(names.group("moltmate-agent")).isEqualTo(prefix + "moltmate-agent");
    }

    @Test
    void withoutAPrefixNamesAreAsTheyAre() {
        assertThat(BrokerNames.of(Map.of()).topic(Topics.TURNS)).isEqualTo("moltmate.turns");
        assertThat(BrokerNames.plain("somebody.elses")).isEqualTo("somebody.elses");
    }

    @Test
    void aRecordIsTheSameUnderItsPlainName() {
        var entry = new ConsumerRecord<>("acme.moltmate.turns", 3, 17, "web_alice", "text");
        entry.headers().add("ce_id", new byte[] {1});
        var plain = BrokerNames.plain(entry);
        assertThat(plain.topic()).isEqualTo(Topics.TURNS.name());
        assertThat(plain).usingRecursiveComparison().ignoringFields("topic").isEqualTo(entry);
        assertThat(BrokerNames.plain(plain)).isSameAs(plain);
    }

    @Test
    void noPlainNameSaysTheFamilyTwice() {
        assertThat(Topics.all())
                .extracting(Topic::name)
                .allSatisfy(name -> assertThat(name.lastIndexOf(Topic.FAMILY)).isZero());
    }
}
