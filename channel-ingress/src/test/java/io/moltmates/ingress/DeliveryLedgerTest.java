package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.DeliveryRecord.State;
import io.moltmates.schema.UserId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeliveryLedgerTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final DeliveryLedger ledger = new DeliveryLedger();

    @Test
    void knowsTheLastWord() {
        ledger.take(record(State.INTENT, 1));
        assertThat(ledger.find("d")).get().extracting(DeliveryRecord::state).isEqualTo(State.INTENT);

        ledger.take(record(State.DELIVERED, 1));
        assertThat(ledger.find("d")).get().extracting(DeliveryRecord::state).isEqualTo(State.DELIVERED);
    }

    @Test
    void asksToWriteAReceiptAgainThatALateIntentOfAnEarlierLeaseWouldHide() {
        ledger.take(record(State.DELIVERED, 2));

        assertThat(ledger.take(record(State.INTENT, 1))).contains(record(State.DELIVERED, 2));
        assertThat(ledger.find("d")).contains(record(State.DELIVERED, 2));
    }

    @Test
    void isNotDisturbedByItsOwnIntentThatComesBackFromTheLog() {
        ledger.take(record(State.INTENT, 2));
        ledger.take(record(State.DELIVERED, 2));

        assertThat(ledger.take(record(State.INTENT, 2))).isEmpty();
        assertThat(ledger.find("d")).contains(record(State.DELIVERED, 2));
    }

    @Test
    void believesAReceiptThatComesAfterTheNextHolderGaveUp() {
        ledger.take(record(State.UNKNOWN, 2));
        ledger.take(record(State.DELIVERED, 1));
        assertThat(ledger.find("d")).get().extracting(DeliveryRecord::state).isEqualTo(State.DELIVERED);

        ledger.take(record(State.UNKNOWN, 2));
        assertThat(ledger.find("d")).get().extracting(DeliveryRecord::state).isEqualTo(State.DELIVERED);
    }

    @Test
    void asksToWriteAnIntentAgainThatALateWordOfAnEarlierLeaseWouldHide() {
        ledger.take(record(State.INTENT, 2));

        assertThat(ledger.take(record(State.DUE, 1))).contains(record(State.INTENT, 2));
        assertThat(ledger.find("d")).contains(record(State.INTENT, 2));
        assertThat(ledger.take(record(State.DUE, 2))).isEmpty();
        assertThat(ledger.find("d")).contains(record(State.DUE, 2));
    }

    @Test
    void forgetsWhatIsOld() {
        ledger.take(record(State.DELIVERED, 1));
        ledger.forget(NOON.plusSeconds(1));

        assertThat(ledger.size()).isZero();
    }

    private static DeliveryRecord record(State state, long epoch) {
        return new DeliveryRecord(
                "d",
                UserId.of("double", "alice"),
                new Address("double", "bot", "alice", null),
                state,
                null,
                null,
                NOON,
                epoch);
    }
}
