package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.config.KafkaConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MessageLogGateTest {

    @Test
    void saysWhyItWaitsAndEndsWhenItIsInterrupted() {
        var gate = new MessageLogGate(Map.of("bootstrap.servers", "kafka.invalid:9092"), KafkaConfig.DEFAULT);
        assertThat(gate.state().describe()).isEqualTo("waiting for Kafka at kafka.invalid:9092");
        var ended = new CompletableFuture<Boolean>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                var _ = gate.await();
                ended.complete(false);
            } catch (InterruptedException _) {
                ended.complete(true);
            }
        });
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(gate.state().describe())
                        .startsWith("waiting for Kafka at kafka.invalid:9092: it is not found: none of its names"
                                + " resolves."));
        assertThat(gate.isOpen()).isFalse();
        thread.interrupt();
        assertThat(ended).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
    }
}
