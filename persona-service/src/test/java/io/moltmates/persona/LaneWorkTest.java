package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class LaneWorkTest {

    private final FakeLog log = new FakeLog(CrashPoint.never());

    @Test
    void aMessageThatIsGivenUpIsKeptAndItsWriterIsTold() {
        var entry = entry("moltmate.onboarding", "{\"message\": {\"id\": \"m1\", \"user\": \"web_alice\"}}");
        var done = new LaneWork(log, Topics.ONBOARDING).bury(entry, new IllegalStateException("a fault"), 3);
        assertThat(done).succeedsWithin(Duration.ofSeconds(5));
        assertThat(log.written.getFirst().topic()).isEqualTo("moltmate.onboarding.dlq");
        assertThat(log.written.getFirst().value()).isInstanceOfSatisfying(DeadLetter.class, letter -> {
            assertThat(letter.reason()).isEqualTo("IllegalStateException: a fault");
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.recordKey()).isEqualTo("web_alice");
        });
        assertThat(log.written.getLast().topic()).isEqualTo("moltmate.egress");
        assertThat(log.written.getLast().value())
                .isInstanceOfSatisfying(
                        Notice.class, notice -> assertThat(notice.inReplyTo()).isEqualTo("m1"));
    }

    @Test
    void ofACommandNobodyIsToldInTheChat() {
        var entry = entry("moltmate.commands", "{\"id\": \"q1\", \"user\": \"web_alice\"}");
        var done = new LaneWork(log, Topics.COMMANDS).bury(entry, new IllegalStateException("a fault"), 3);
        assertThat(done).succeedsWithin(Duration.ofSeconds(5));
        assertThat(log.written)
                .singleElement()
                .extracting(FakeLog.Written::topic)
                .isEqualTo("moltmate.commands.dlq");
    }

    private static ConsumerRecord<String, byte[]> entry(String topic, String value) {
        return new ConsumerRecord<>(topic, 0, 7, "web_alice", value.getBytes(StandardCharsets.UTF_8));
    }
}
