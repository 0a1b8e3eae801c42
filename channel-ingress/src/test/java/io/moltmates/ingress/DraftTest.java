package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.LiveEvent.TextDelta;
import io.moltmates.schema.LiveEvent.ToolProgress;
import io.moltmates.schema.LiveEvent.ToolState;
import io.moltmates.schema.UserId;
import org.junit.jupiter.api.Test;

class DraftTest {

    private static final UserId ALICE = UserId.of("web", "alice");
    private static final Address ADDRESS = Address.of("web", "alice");

    private final Draft draft = new Draft();

    @Test
    void addsWhatFollows() {
        draft.apply(delta(1, 1, 1, "Good "));
        draft.apply(delta(1, 1, 2, "morning"));

        assertThat(draft.text()).isEqualTo("Good morning");
    }

    @Test
    void dropsWhatItHasSeen() {
        draft.apply(delta(1, 1, 1, "Good "));

        assertThat(draft.apply(delta(1, 1, 1, "Good "))).isFalse();
        assertThat(draft.text()).isEqualTo("Good ");
    }

    @Test
    void isNotWholeWhenItsBeginningWasMissed() {
        draft.apply(delta(1, 1, 2, "morning"));
        assertThat(draft.whole()).isFalse();

        draft.apply(delta(1, 2, 1, "Hello"));
        assertThat(draft.whole()).isTrue();

        draft.apply(delta(1, 2, 3, "!"));
        assertThat(draft.whole()).isFalse();
    }

    @Test
    void startsOverAtAHigherAttempt() {
        draft.apply(delta(1, 1, 1, "Good "));
        draft.apply(tool(1, 1, 2, ToolState.STARTED));

        assertThat(draft.apply(delta(1, 2, 1, "Hello"))).isTrue();
        assertThat(draft.text()).isEqualTo("Hello");
        assertThat(draft.tools()).isEmpty();
    }

    @Test
    void dropsALowerAttempt() {
        draft.apply(delta(1, 2, 1, "Hello"));

        assertThat(draft.apply(delta(1, 1, 9, " from before"))).isFalse();
        assertThat(draft.text()).isEqualTo("Hello");
    }

    @Test
    void dropsALowerEpochEvenOfAHigherAttempt() {
        draft.apply(delta(2, 1, 1, "Hello"));

        assertThat(draft.apply(delta(1, 7, 1, "frozen worker"))).isFalse();
    }

    @Test
    void showsAHigherAttemptWhenTheNextWorkerCountsFromOneAgain() {
        draft.apply(delta(1, 1, 1, "Good "));
        int before = draft.shownAttempt();
        draft.apply(delta(2, 1, 1, "Hello"));

        assertThat(draft.shownAttempt()).isGreaterThan(before);
    }

    @Test
    void keepsTheLastStateOfATool() {
        draft.apply(tool(1, 1, 1, ToolState.STARTED));
        draft.apply(tool(1, 1, 2, ToolState.SUCCEEDED));

        assertThat(draft.tools())
                .singleElement()
                .extracting(ToolProgress::state)
                .isEqualTo(ToolState.SUCCEEDED);
    }

    @Test
    void staysBoundedWhenAnAnswerHasNoEnd() {
        String piece = "x".repeat(10_000);
        for (int sequence = 1; sequence < 1000; sequence++) {
            draft.apply(delta(1, 1, sequence, piece));
        }

        assertThat(draft.weight()).isLessThan(1 << 20);
    }

    private static LiveEvent delta(long epoch, int attempt, long sequence, String text) {
        return new TextDelta(ALICE, ADDRESS, "m1", epoch, attempt, sequence, text);
    }

    private static LiveEvent tool(long epoch, int attempt, long sequence, ToolState state) {
        return new ToolProgress(ALICE, ADDRESS, "m1", epoch, attempt, sequence, "m1#1.tool#1", "exec", state, "ls", "");
    }
}
