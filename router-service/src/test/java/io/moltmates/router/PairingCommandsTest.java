package io.moltmates.router;

import static io.moltmates.router.Messages.NOW;
import static io.moltmates.router.Messages.fromTelegram;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.router.PairingCommands.Decided;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandRequest.DecidePairing;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ChannelsConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairingCommandsTest {

    private static final UserId MALLORY = UserId.of("telegram", "7");

    private final Pairings pairings = new Pairings();
    private final PairingCommands commands =
            new PairingCommands(pairings, _ -> Optional.empty(), List::of, () -> ChannelsConfig.DEFAULT);
    private final PairingRecord code = pairings.code(fromTelegram("7", "Mallory", "mallory", "m1", "hi"), NOW)
            .orElseThrow();

    @Test
    void letsInByTheCodeHoweverItIsTyped() {
        String typed = code.code().toLowerCase(Locale.ROOT);
        var decided = decide(State.APPROVED, " " + typed.substring(0, 4) + "-" + typed.substring(4), NOW);
        assertThat(((Decided.Done) decided).record())
                .extracting(PairingRecord::user, PairingRecord::state, PairingRecord::address)
                .containsExactly(MALLORY, State.APPROVED, code.address());
    }

    @Test
    void knowsNoCodeThatHasEnded() {
        var late = decide(State.APPROVED, code.code(), NOW.plus(Duration.ofHours(1)));
        assertThat(((Decided.Refused) late).reason()).contains(code.code(), "older than an hour");
    }

    @Test
    void knowsNoCodeThatWasUsed() {
        keep(decide(State.REJECTED, code.code(), NOW));
        assertThat(decide("c2", State.APPROVED, code.code(), NOW.plusSeconds(1)))
                .isInstanceOf(Decided.Refused.class);
    }

    @Test
    void decidesOnceWhenTheCommandComesAgain() {
        var first = decide(State.APPROVED, code.code(), NOW);
        keep(first);
        assertThat(decide(State.APPROVED, code.code(), NOW.plusSeconds(1))).isEqualTo(first);
    }

    @Test
    void takesBackById() {
        assertThat(decide("c0", State.REVOKED, "telegram_7", NOW)).isInstanceOf(Decided.Refused.class);
        keep(decide(State.APPROVED, code.code(), NOW));
        keep(decide("c2", State.REVOKED, "telegram_7", NOW.plusSeconds(1)));
        assertThat(pairings.isApproved(MALLORY, Optional.empty())).isFalse();
        assertThat(decide("c3", State.REVOKED, "Mallory", NOW)).isInstanceOf(Decided.Refused.class);
    }

    @Test
    void letsSomebodyInByTheirIdAndTellsThemWhereTheyAskedForACode() {
        keep(decide(State.APPROVED, "tg:7", NOW));
        assertThat(pairings.approval(MALLORY, Optional.empty())).isEqualTo(Approval.BY_ID);
        assertThat(pairings.decision(MALLORY).orElseThrow())
                .extracting(PairingRecord::address, PairingRecord::name)
                .containsExactly(code.address(), "Mallory");
        keep(decide("c2", State.APPROVED, "telegram:8", NOW));
        assertThat(pairings.decision(UserId.of("telegram", "8"))
                        .orElseThrow()
                        .address()
                        .account())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            web_alice     | channels.web.allowFrom in moltmate.json: add "alice"
            api:script    | channels.api.allowFrom in moltmate.json: add "script"
            telegram_-100 | is a group: name it in channels.telegram.groups
            telegram:bob  | id on Telegram is a number
            pigeon:7      | There is no channel 'pigeon'
            """)
    void saysWhereSomebodyElseIsLetIn(String id, String reason) {
        var decided = decide(State.APPROVED, id, NOW);
        assertThat(((Decided.Refused) decided).reason()).contains(reason);
    }

    @Test
    void forgetsWhomItIsToldToForget() {
        keep(decide(State.APPROVED, code.code(), NOW));
        assertThat(pairings.keys(MALLORY)).containsExactly(code.key(), MALLORY.value());
        pairings.keys(MALLORY).forEach(key -> pairings.observed(key, Optional.empty()));
        assertThat(pairings.keys(MALLORY)).isEmpty();
        assertThat(pairings.isApproved(MALLORY, Optional.empty())).isFalse();
    }

    @Test
    void listsWhatWaitsAndWhoWasLetIn() {
        assertThat(commands.all(NOW)).containsExactly(code);
        keep(decide(State.APPROVED, code.code(), NOW));
        assertThat(commands.all(NOW)).extracting(PairingRecord::state).containsExactly(State.APPROVED);
    }

    private Decided decide(State decision, String subject, Instant now) {
        return decide("c1", decision, subject, now);
    }

    private Decided decide(String id, State decision, String subject, Instant now) {
        return commands.decide(new DecidePairing(id, CommandRequest.EVERYBODY, decision, subject), now);
    }

    private void keep(Decided decided) {
        var record = ((Decided.Done) decided).record();
        pairings.observed(record.key(), Optional.of(record));
    }
}
