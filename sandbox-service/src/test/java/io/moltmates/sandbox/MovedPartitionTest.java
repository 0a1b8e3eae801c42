package io.moltmates.sandbox;

import static io.moltmates.sandbox.ServiceInTest.ALICE;
import static io.moltmates.sandbox.ServiceInTest.BOB;
import static io.moltmates.sandbox.ServiceInTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two lives of the service on one state directory, of which one takes the other's people over.
@Timeout(60)
class MovedPartitionTest {

    private static final String STEP = "m1#1.tool#1";

    @TempDir
    private Path state;

    private ServiceInTest first;
    private ServiceInTest second;

    @BeforeEach
    void start() throws IOException {
        first = new ServiceInTest(state);
        second = new ServiceInTest(state);
    }

    @AfterEach
    void end() {
        first.runtime.letGo.complete(null);
        second.runtime.letGo.complete(null);
    }

    @Test
    void endsWhatRunsAndLeavesTheAnswerToTheNewOwner() {
        var cutOff = first.run(ALICE, STEP, "tail a.txt");
        Awaitility.await().until(() -> first.runtime.runs.size() == 1);
        first.move(0);
        await(second.run(ALICE, STEP, "tail a.txt"));
        assertThat(second.results.outcomes(STEP)).containsExactly(new Interrupted("so far"));
        assertThat(first.results.outcomes(STEP)).isEmpty();
        assertThat(second.runtime.runs).isEmpty();
        assertThat(cutOff).isNotDone();
    }

    @Test
    void beginsNothingMoreOfAPartitionThatMoved() {
        var _ = first.run(ALICE, "m1#1.tool#0", "tail a.txt");
        Awaitility.await().until(() -> first.runtime.runs.size() == 1);
        var _ = first.run(ALICE, STEP, "tail b.txt");
        first.move(0);
        first.runtime.letGo.complete(null);
        await(second.run(ALICE, "m1#1.tool#0", "tail a.txt"));
        second.runtime.letGo.complete(null);
        await(second.run(ALICE, STEP, "tail b.txt"));
        assertThat(second.results.outcomes(STEP)).containsExactly(new Completed(0, "let go", "", false));
        assertThat(first.runtime.ids()).containsExactly("m1#1.tool#0");
        assertThat(second.runtime.ids()).containsExactly(STEP);
    }

    @Test
    void goesOnWithWhatDoesNotMove() {
        var stays = first.run(ALICE, STEP, "tail a.txt");
        Awaitility.await().until(() -> first.runtime.runs.size() == 1);
        first.move(1);
        first.runtime.letGo.complete(null);
        await(stays);
        assertThat(first.results.outcomes(STEP)).containsExactly(new Completed(0, "let go", "", false));
    }

    @Test
    void leavesTheContainersOfThosePeople() {
        first.move(0);
        assertThat(first.runtime.released)
                .singleElement()
                .satisfies(people -> assertThat(people.test(BOB)).isTrue());
    }

    @Test
    void doesAgainWhatCameBackOnlyOnce() {
        var _ = first.run(ALICE, STEP, "tail a.txt");
        Awaitility.await().until(() -> first.runtime.runs.size() == 1);
        first.move(0);
        await(first.run(ALICE, STEP, "tail a.txt"));
        assertThat(first.results.outcomes(STEP)).containsExactly(new Interrupted("so far"));
        assertThat(first.runtime.runs).hasSize(1);
    }

    @Test
    void waitsForAnOwnerThatHasNotNoticedYetAndTellsItsResult() {
        var running = first.run(ALICE, STEP, "tail a.txt");
        Awaitility.await().until(() -> first.runtime.runs.size() == 1);
        var waiting = second.run(ALICE, STEP, "tail a.txt");
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !waiting.isDone());
        first.runtime.letGo.complete(null);
        await(running);
        await(waiting);
        assertThat(second.results.outcomes(STEP)).containsExactly(new Completed(0, "let go", "", false));
        assertThat(second.runtime.runs).isEmpty();
    }

    @Test
    void answersForAnOwnerThatIsFrozenAndThatOneTellsNothingElse() {
        second.patience(Duration.ofMillis(200));
        var frozen = first.run(ALICE, STEP, "tail a.txt");
        Awaitility.await().until(() -> first.runtime.runs.size() == 1);
        await(second.run(ALICE, STEP, "tail a.txt"));
        assertThat(second.results.outcomes(STEP)).containsExactly(new Interrupted(""));
        first.runtime.letGo.complete(null);
        await(frozen);
        assertThat(first.results.outcomes(STEP)).containsExactly(new Interrupted(""));
    }
}
