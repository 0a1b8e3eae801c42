package io.moltmates.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RunningTurnTest {

    @Test
    void aTurnThatMakesStepsIsNotStuck() {
        var turn = new RunningTurn();
        turn.stepped();

        assertThat(turn.isStuck(Duration.ofMinutes(1))).isFalse();
    }

    @Test
    void aTurnThatWaitsForOtherTurnsIsNotStuck() {
        assertThat(new RunningTurn().isStuck(Duration.ZERO)).isFalse();
    }

    @Test
    void aTurnWithoutAStepForSoLongIsStuckAndReportedOnce() {
        var turn = new RunningTurn();
        turn.stepped();
        Awaitility.await().until(() -> turn.isStuck(Duration.ofMillis(20)));

        assertThat(turn.reportOnce()).isTrue();
        assertThat(turn.reportOnce()).isFalse();
    }
}
