package io.moltmates.sandbox;

import static io.moltmates.sandbox.ServiceInTest.ALICE;
import static io.moltmates.sandbox.ServiceInTest.BOB;
import static io.moltmates.sandbox.ServiceInTest.await;
import static io.moltmates.sandbox.ServiceInTest.exec;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import io.moltmates.schema.SandboxRequest.Cancel;
import io.moltmates.schema.SandboxRequest.WriteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RepeatedAndCancelledTest {

    private static final String STEP = "m1#1.tool#1";

    @TempDir
    private Path state;

    private ServiceInTest service;

    @BeforeEach
    void start() throws IOException {
        service = new ServiceInTest(state);
    }

    @AfterEach
    void finish() {
        service.finish();
    }

    @Test
    void runsOnceWhatIsAskedManyTimesAtOnce() {
        var barrier = new CyclicBarrier(20);
        var asked = new CopyOnWriteArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 20; i++) {
            Thread.ofVirtual().start(() -> {
                meet(barrier);
                asked.add(service.run(ALICE, STEP, "tail a.txt"));
            });
        }
        Awaitility.await().until(() -> asked.size() == 20);
        Awaitility.await().until(() -> service.runtime.runs.size() == 1);
        await(service.run(BOB, "m2#1.tool#1", "cat b.txt"));
        assertThat(asked).noneMatch(CompletableFuture::isDone);
        service.runtime.end(STEP);
        asked.forEach(ServiceInTest::await);
        assertThat(service.runtime.ids()).containsOnlyOnce(STEP);
        assertThat(service.results.outcomes(STEP)).containsOnly(new Completed(0, "let go", "", false));
    }

    @Test
    void answersARepeatAlsoWhenTheLaneIsFull() {
        var running = service.run(ALICE, STEP, "tail a.txt");
        for (int i = 0; i < 200; i++) {
            var _ = service.send(new WriteFile("m1#2.tool#" + i, ALICE, "i1", "a.txt", "x", false));
        }
        var repeat = service.run(ALICE, STEP, "tail a.txt");
        service.cancel(ALICE, STEP);
        assertThat(service.soon(repeat, STEP)).isEqualTo(new Cancelled("so far"));
        await(running);
        assertThat(service.results.outcomes(STEP)).containsOnly(new Cancelled("so far"));
    }

    @Test
    void cancelsARunningCommandWithinASecondAndSaysSoAgain() {
        var running = service.run(ALICE, STEP, "tail a.txt");
        Awaitility.await().until(() -> service.runtime.runs.size() == 1);
        service.cancel(ALICE, STEP);
        assertThat(service.soon(running, STEP)).isEqualTo(new Cancelled("so far"));
        staysAs(new Cancelled("so far"), 1);
    }

    @Test
    void cancelsWhatHasNotComeYet() {
        service.cancel(ALICE, STEP);
        var late = service.run(ALICE, STEP, "tail a.txt");
        assertThat(service.soon(late, STEP)).isEqualTo(new Cancelled(""));
        staysAs(new Cancelled(""), 0);
    }

    @Test
    void cancelsWhatWaitsInTheLane() {
        var _ = service.run(ALICE, "m1#1.tool#0", "tail a.txt");
        var waiting = service.run(ALICE, STEP, "tail b.txt");
        service.cancel(ALICE, STEP);
        service.runtime.end("m1#1.tool#0");
        assertThat(service.soon(waiting, STEP)).isEqualTo(new Cancelled(""));
        staysAs(new Cancelled(""), 1);
    }

    @Test
    void cancelsWhatWaitsForASlot() {
        service.parallel(1);
        var _ = service.run(BOB, "m2#1.tool#1", "tail b.txt");
        Awaitility.await().until(() -> service.runtime.runs.size() == 1);
        var waiting = service.run(ALICE, STEP, "tail a.txt");
        Awaitility.await()
                .until(() -> state.resolve("sandbox/web_alice/i1/m1").toFile().isDirectory());
        service.cancel(ALICE, STEP);
        assertThat(service.soon(waiting, STEP)).isEqualTo(new Cancelled(""));
        staysAs(new Cancelled(""), 1);
    }

    @Test
    void cancelsNoWriteThatIsDoneAndOneThatIsNot() {
        var write = new WriteFile(STEP, ALICE, "i1", "a.txt", "x", false);
        await(service.send(write));
        service.cancel(ALICE, STEP);
        await(service.send(write));
        assertThat(service.results.outcomes(STEP)).hasSize(2).noneMatch(Cancelled.class::isInstance);
        service.cancel(ALICE, "m1#1.tool#2");
        await(service.send(new WriteFile("m1#1.tool#2", ALICE, "i1", "b.txt", "x", false)));
        assertThat(service.layout.person(ALICE).workspace().resolve("b.txt")).doesNotExist();
    }

    @Test
    void cancelsNothingOfAnotherLifeOfThePerson() {
        await(service.send(new Cancel("c1", ALICE, "i0", STEP)));
        await(service.run(ALICE, STEP, "cat a.txt"));
        assertThat(service.results.outcomes(STEP)).hasOnlyElementsOfType(Completed.class);
    }

    @Test
    void tellsWhatIsLeftOfACommandThatACrashCutOff() {
        EarlierLife.begins(service.layout, exec(ALICE, STEP, "tail a.txt"));
        service.runtime.cutOff.put(STEP, new Interrupted("half of it"));
        await(service.run(ALICE, STEP, "tail a.txt"));
        service.runtime.cutOff.clear();
        staysAs(new Interrupted("half of it"), 0);
    }

    @Test
    void tellsTheEndOfACommandThatOutlivedTheService() {
        EarlierLife.begins(service.layout, exec(ALICE, STEP, "tail a.txt"));
        service.runtime.cutOff.put(STEP, new Completed(0, "all of it", "", false));
        await(service.run(ALICE, STEP, "tail a.txt"));
        staysAs(new Completed(0, "all of it", "", false), 0);
    }

    @Test
    void answersAFaultOfOursTheSameAgain() {
        service.runtime.broken = true;
        await(service.run(ALICE, STEP, "cat a.txt"));
        service.runtime.broken = false;
        var fault = service.results.outcomes(STEP).getFirst();
        assertThat(fault).isInstanceOf(Unavailable.class);
        staysAs(fault, 1);
    }

    @Test
    void runsAnothersCommandAtOnceWhenTwoHundredOfOnePersonWait() {
        service.parallel(2);
        var ids = IntStream.range(0, 200).mapToObj(i -> "m1#1.tool#" + i).toList();
        for (String id : ids) {
            var _ = service.run(ALICE, id, "tail a.txt");
        }
        Awaitility.await().until(() -> service.runtime.runs.size() == 1);
        var others = service.run(BOB, "m2#1.tool#1", "cat b.txt");
        assertThat(service.soon(others, "m2#1.tool#1")).isEqualTo(new Completed(0, "cat b.txt", "", false));
        assertThat(service.runtime.ids()).isEqualTo(List.of(ids.getFirst(), "m2#1.tool#1"));
    }

    @Test
    void runsMoreAtOnceAsSoonAsTheConfigurationSaysSo() {
        service.parallel(1);
        var _ = service.run(ALICE, STEP, "tail a.txt");
        Awaitility.await().until(() -> service.runtime.runs.size() == 1);
        var waiting = service.run(BOB, "m2#1.tool#1", "cat b.txt");
        Awaitility.await()
                .until(() -> state.resolve("sandbox/web_bob/i1/m2").toFile().isDirectory());
        assertThat(waiting).isNotDone();
        service.parallel(2);
        assertThat(service.soon(waiting, "m2#1.tool#1")).isInstanceOf(Completed.class);
    }

    /// Asked again, also after a restart, the step is answered the same, and nothing runs.
    private void staysAs(SandboxOutcome outcome, int runs) {
        await(service.run(ALICE, STEP, "tail a.txt"));
        service.restart();
        await(service.run(ALICE, STEP, "tail a.txt"));
        assertThat(service.results.outcomes(STEP)).hasSize(3).containsOnly(outcome);
        assertThat(service.runtime.runs).hasSize(runs);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
