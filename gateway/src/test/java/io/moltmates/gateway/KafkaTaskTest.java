package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.kafka.DeadLetterBox;
import io.moltmates.schema.kafka.TopicScan;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// What the command line says when Kafka can't be used.
class KafkaTaskTest {

    /// A name that never resolves: RFC 6761.
    private static final KafkaAccess NOWHERE = new KafkaAccess(Map.of("bootstrap.servers", "kafka.invalid:9092"));

    private static final String SENTENCE = "Kafka at kafka.invalid:9092 is not found: none of its names resolves. Check"
            + " kafka.bootstrapServers, or wait until it is known.";

    @Test
    void aScanOfABrokerWhoseNameDoesNotResolveIsRefusedInOneSentence() {
        refuses(() -> new TopicScan(NOWHERE.client(), "moltmate-tap", List.of("moltmate.ingress"), null));
    }

    @Test
    void deadLettersOfABrokerWhoseNameDoesNotResolveAreRefusedInOneSentence() {
        refuses(() -> new DeadLetterBox(NOWHERE.client()).waiting());
    }

    private static void refuses(Callable<?> task) {
        assertThatThrownBy(() -> KafkaTask.run(NOWHERE, task))
                .isInstanceOf(StartRefusedException.class)
                .hasMessage(SENTENCE);
    }
}
