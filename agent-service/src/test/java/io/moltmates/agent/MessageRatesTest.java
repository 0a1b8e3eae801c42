package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.UserId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageRatesTest {

    private static final Instant NOON = Instant.parse("2025-11-22T12:00:00Z");

    private final MessageRates rates = new MessageRates();

    private static InboundMessage message(UserId user, String id, int second) {
        return new InboundMessage(
                id, user, Address.of("web", "x"), "", "Hi", List.of(), null, false, NOON.plusSeconds(second));
    }

    @Test
    void refuseWhatIsTooMuchAndSayHowLongToWait() {
        assertThat(rates.refusal(message(ALICE, "1", 0), 2)).isNull();
        assertThat(rates.refusal(message(ALICE, "2", 10), 2)).isNull();

        assertThat(rates.refusal(message(ALICE, "3", 20), 2)).isNotNull().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo("too_fast");
            assertThat(refusal.sentence()).contains("wait 40 seconds");
        });
    }

    @Test
    void letTheNextMinuteBegin() {
        var _ = rates.refusal(message(ALICE, "1", 0), 1);
        assertThat(rates.refusal(message(ALICE, "2", 59), 1)).isNotNull();

        assertThat(rates.refusal(message(ALICE, "3", 60), 1)).isNull();
    }

    @Test
    void countAMessageOnceThatComesAgain() {
        var _ = rates.refusal(message(ALICE, "1", 0), 1);

        assertThat(rates.refusal(message(ALICE, "1", 0), 1)).isNull();
    }

    @Test
    void areOfEachPersonAlone() {
        var _ = rates.refusal(message(ALICE, "1", 0), 1);

        assertThat(rates.refusal(message(BOB, "2", 0), 1)).isNull();
    }

    @Test
    void holdNobodyWhereThereIsNoLimit() {
        for (int i = 0; i < 1000; i++) {
            assertThat(rates.refusal(message(ALICE, "m" + i, 0), 0)).isNull();
        }
    }

    @Test
    void forgetPeopleWhoAreSilent() {
        for (int i = 0; i < 5000; i++) {
            var _ = rates.refusal(message(UserId.of("web", "p" + i), "m" + i, i), 1);
        }

        assertThat(rates.size()).isLessThan(1000);
    }
}
