package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.config.KafkaConfig;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RemainsTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    /// Kafka deletes whole segments, so a quarter is added to each retention; the command log keeps its own.
    @Test
    void saysUntilWhenTheLongestTopicsHoldSomething() {
        var sentences = Remains.sentences(KafkaConfig.DEFAULT, NOW);
        assertThat(sentences.getFirst())
                .contains(time(Duration.ofHours(30)), time(Duration.ofDays(7).plusHours(42)));
        assertThat(sentences.get(1)).contains(time(Duration.ofDays(14).plusHours(84)));
    }

    private static String time(Duration later) {
        return OperatorCommands.time(NOW.plus(later));
    }
}
