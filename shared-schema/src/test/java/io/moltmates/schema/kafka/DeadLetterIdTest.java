package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"sandbox.requests/3/17", " moltmate.sandbox.requests/3/17 "})
    void isReadInBothForms(String text) {
        assertThat(DeadLetterId.parse(text)).contains(new DeadLetterId("moltmate.sandbox.requests", 3, 17));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ingress",
                "ingress/0",
                "ingress/-1/2",
                "ingress/0/17/3",
                "../0/1",
                "ingress/0/9999999999999999999"
            })
    void isNothingElse(String text) {
        assertThat(DeadLetterId.parse(text)).isEmpty();
    }

    @Test
    void namesWhereTheRecordLay() {
        var record = new ConsumerRecord<>("moltmate.turns", 2, 5, "web_alice", new byte[0]);
        var letter = DeadLetters.of(record, "agent-service", "why", 1, Instant.EPOCH);
        assertThat(DeadLetterId.of(letter)).hasToString("turns/2/5");
        assertThat(DeadLetterId.parse("turns/2/5")).contains(DeadLetterId.of(letter));
    }
}
