package io.moltmates.router;

import static io.moltmates.router.Messages.NOW;
import static io.moltmates.router.Messages.fromTelegram;
import static io.moltmates.router.Messages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairingsTest {

    private static final UserId MALLORY = UserId.of("telegram", "7");

    private final Pairings pairings = new Pairings();

    @Test
    void makesACodeThatCanBeReadOut() {
        var code = code("m1", NOW).orElseThrow();
        assertThat(code.code()).matches("[A-HJ-NP-Z2-9]{8}");
        assertThat(code.until()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void makesTheSameCodeWhenTheMessageComesAgain() {
        assertThat(code("m1", NOW).orElseThrow().code())
                .isEqualTo(new Pairings()
                        .code(fromTelegram("7", "M", null, "m1", "hi"), NOW)
                        .orElseThrow()
                        .code());
    }

    @Test
    void keepsTheCodeWhileItIsValid() {
        var first = code("m1", NOW);
        assertThat(code("m2", NOW.plus(Duration.ofMinutes(59)))).isEqualTo(first);
        assertThat(code("m3", NOW.plus(Duration.ofMinutes(60)))).isNotEqualTo(first);
    }

    @Test
    void knowsTheCodesOfOtherRouters() {
        var other = new Pairings();
        var code = other.code(fromTelegram("7", "M", null, "m1", "hi"), NOW).orElseThrow();
        pairings.observed(code.key(), Optional.of(code));
        assertThat(code("m2", NOW.plusSeconds(5))).contains(code);
    }

    @Test
    void lettingSomebodyInUsesTheCodeUp() {
        var code = code("m1", NOW).orElseThrow();
        decide(code, State.APPROVED, NOW.plusSeconds(9));
        assertThat(pairings.isApproved(MALLORY, Optional.empty())).isTrue();
        assertThat(pairings.waiting(NOW.plusSeconds(10))).isEmpty();
    }

    @Test
    void aCodeThatIsMadeAtTheSameTimeTakesNoDecisionBack() {
        var code = code("m1", NOW).orElseThrow();
        decide(code, State.APPROVED, NOW.plusSeconds(9));
        pairings.observed(code.key(), Optional.of(code));
        assertThat(pairings.isApproved(MALLORY, Optional.empty())).isTrue();
    }

    @Test
    void givesNoOtherCodeForADayAfterANo() {
        decide(code("m1", NOW).orElseThrow(), State.REJECTED, NOW);
        assertThat(code("m2", NOW.plus(Duration.ofHours(23)))).isEmpty();
        assertThat(code("m3", NOW.plus(Duration.ofHours(24)))).isPresent();
        assertThat(pairings.isApproved(MALLORY, Optional.empty())).isFalse();
    }

    @Test
    void holdsABoundedNumberOfCodes() {
        for (int i = 0; i < Pairings.MOST_WAITING; i++) {
            assertThat(pairings.code(fromTelegram("1" + i, "M", null, "s" + i, "hi"), NOW))
                    .isPresent();
        }
        assertThat(code("m1", NOW)).isEmpty();
        assertThat(code("m2", NOW.plus(Pairings.VALID))).isPresent();
    }

    @Test
    void forgetsWhatIsTakenOutOfTheTopic() {
        var code = code("m1", NOW).orElseThrow();
        assertThat(pairings.outdated(NOW.plus(Duration.ofHours(24)))).isEmpty();
        assertThat(pairings.outdated(NOW.plus(Duration.ofHours(26)))).containsExactly(code);
        pairings.observed(code.key(), Optional.empty());
        assertThat(pairings.waiting(NOW)).isEmpty();
    }

    @Test
    void believesTheDirectoryWhereTheTopicSaysNothing() {
        assertThat(pairings.isApproved(MALLORY, Optional.of(paired()))).isTrue();
        assertThat(pairings.isApproved(MALLORY, Optional.of(ready(MALLORY, null))))
                .isFalse();
        decide(code("m1", NOW).orElseThrow(), State.REVOKED, NOW);
        assertThat(pairings.isApproved(MALLORY, Optional.of(paired()))).isFalse();
    }

    private static UserRecord paired() {
        return Messages.with(ready(MALLORY, null), Map.of(PersonFile.PAIRED, "c1"));
    }

    private Optional<PairingRecord> code(String messageId, Instant now) {
        return pairings.code(fromTelegram("7", "Mallory", "mallory", messageId, "let me in"), now);
    }

    private void decide(PairingRecord code, State decision, Instant when) {
        var decided = code.decided("c1", decision, when);
        pairings.observed(decided.key(), Optional.of(decided));
    }
}
