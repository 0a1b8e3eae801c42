package io.moltmates.router;

import static io.moltmates.router.Messages.NOW;
import static io.moltmates.router.Messages.choosing;
import static io.moltmates.router.Messages.fromTelegram;
import static io.moltmates.router.Messages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest.ChangeSetting;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PairingUpkeepTest {

    private static final UserId MALLORY = UserId.of("telegram", "7");

    private final Pairings pairings = new Pairings();
    private final Map<UserId, UserRecord> users = new HashMap<>();
    private final WrittenRecords log = new WrittenRecords();
    private final PairingUpkeep upkeep =
            new PairingUpkeep(pairings, new LinkOffers(), user -> Optional.ofNullable(users.get(user)), log);
    private final PairingRecord code =
            pairings.code(fromTelegram("7", "Mallory", null, "m1", "hi"), NOW).orElseThrow();

    @AfterEach
    void close() {
        upkeep.close();
    }

    @Test
    void keepsAnApprovalInTheDirectoryAsSoonAsThereIsOne() {
        decide(State.APPROVED, NOW);
        upkeep.look(NOW);
        users.put(MALLORY, unwritten());
        upkeep.look(NOW);
        assertThat(log.records).isEmpty();
        users.put(MALLORY, ready(MALLORY, null));
        upkeep.look(NOW);
        assertThat(log.records).singleElement().isInstanceOfSatisfying(ChangeSetting.class, change -> {
            assertThat(change.user()).isEqualTo(MALLORY);
            assertThat(change.name()).isEqualTo("paired");
            assertThat(change.value()).isEqualTo("c1");
        });
    }

    @Test
    void saysNothingThatIsKeptAlready() {
        decide(State.APPROVED, NOW);
        users.put(MALLORY, Messages.with(ready(MALLORY, null), Map.of("paired", "c1")));
        upkeep.look(NOW);
        assertThat(log.records).isEmpty();
    }

    @Test
    void keepsThatSomebodyWasAddedByTheirId() {
        var added = new PairingRecord("c9", MALLORY, State.APPROVED, "", code.address(), "Mallory", null, NOW, NOW);
        pairings.observed(added.key(), Optional.of(added));
        users.put(MALLORY, Messages.with(ready(MALLORY, null), Map.of("paired", "c1")));
        upkeep.look(NOW);
        assertThat(log.records)
                .singleElement()
                .isInstanceOfSatisfying(
                        ChangeSetting.class,
                        change -> assertThat(change.value()).isEqualTo("operator"));
        var row = Messages.with(ready(MALLORY, null), Map.of("paired", "operator"));
        assertThat(new Pairings().approval(MALLORY, Optional.of(row))).isEqualTo(Approval.BY_ID);
        users.put(MALLORY, row);
        upkeep.look(NOW);
        assertThat(log.records).hasSize(1);
    }

    @Test
    void takesAnApprovalOutOfADirectoryThatWasRestored() {
        decide(State.REVOKED, NOW);
        users.put(MALLORY, Messages.with(ready(MALLORY, null), Map.of("paired", "c1")));
        upkeep.look(NOW);
        assertThat(log.records)
                .singleElement()
                .isInstanceOfSatisfying(
                        ChangeSetting.class,
                        change -> assertThat(change.value()).isEmpty());
    }

    @Test
    void forgetsCodesThatEndedLongAgo() {
        upkeep.look(NOW.plus(Duration.ofDays(2)));
        assertThat(log.deleted).containsExactly(code.key());
    }

    /// As persona-service tells of somebody who has not chosen yet.
    private static UserRecord unwritten() {
        var row = choosing(MALLORY);
        return new UserRecord(
                row.user(), row.status(), null, null, null, row.addresses(), row.role(), Map.of(), row.at());
    }

    private void decide(State decision, Instant when) {
        var decided = code.decided("c1", decision, when);
        pairings.observed(decided.key(), Optional.of(decided));
    }
}
