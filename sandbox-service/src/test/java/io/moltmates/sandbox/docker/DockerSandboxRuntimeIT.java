package io.moltmates.sandbox.docker;

import static io.moltmates.sandbox.docker.EngineInTest.ALICE;
import static io.moltmates.sandbox.docker.EngineInTest.BOB;
import static io.moltmates.sandbox.docker.EngineInTest.text;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DockerSandboxRuntimeIT {

    @TempDir
    private Path state;

    private EngineInTest engine;

    @BeforeEach
    void open() {
        engine = new EngineInTest(state);
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void runsAProgramInTheWorkspace() throws IOException {
        Files.writeString(engine.workspace(ALICE).resolve("notes.txt"), "one\ntwo\n");
        assertThat(engine.run("wc", "-l", "notes.txt")).isEqualTo(new Completed(0, "2 notes.txt\n", "", false));
        assertThat(engine.run("cat", "none")).isInstanceOfSatisfying(Completed.class, outcome -> {
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.stderr()).contains("No such file");
        });
    }

    @Test
    void givesTheProgramNothingButTheWorkspace() {
        assertThat(text(engine.run("id", "-u"))).isEqualTo("10001\n");
        assertThat(text(engine.run("cat", "/etc/resolv.conf"))).contains("Permission denied");
        assertThat(text(engine.run("cat", "/proc/self/status"))).contains("Permission denied");
        assertThat(text(engine.run("touch", "/etc/x"))).doesNotContain("exit 0").contains("touch");
        assertThat(text(engine.run(
                        "bash", "-c", "cp /bin/true /tmp/x; chmod +x /tmp/x; [ -x /tmp/x ] && /tmp/x || echo kept")))
                .contains("kept\n");
        assertThat(text(engine.run("touch", "made.txt"))).isEmpty();
        assertThat(engine.workspace(ALICE).resolve("made.txt")).exists();
    }

    @Test
    void showsNoBytesOfAnotherPerson() throws IOException {
        Files.writeString(engine.workspace(BOB).resolve("secret.txt"), "bob's canary");
        assertThat(text(engine.run("bash", "-c", "find / -name secret.txt 2>/tmp/err; echo done")))
                .isEqualTo("done\n");
    }

    @Test
    void endsAProgramAtItsLimit() {
        var command = engine.command(
                ALICE, engine.session, Duration.ofMillis(700), "bash", "-c", "echo begun; setsid sleep 100 & wait");
        var outcome = engine.runtime().run(command, new Cancellation());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        LimitReached.class,
                        limit -> assertThat(limit.partialOutput()).contains("begun"));
        assertThat(processes()).hasSize(1).allMatch(one -> one.contains("moltmate-supervisor"));
    }

    @Test
    void endsAProgramWithinASecondWhenItIsCancelled() throws Exception {
        engine.run("true");
        var cancellation = new Cancellation();
        var command =
                engine.command(ALICE, engine.session, Duration.ofMinutes(1), "bash", "-c", "touch begun; sleep 100");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> engine.runtime().run(command, cancellation));
            Awaitility.await().until(() -> Files.exists(engine.workspace(ALICE).resolve("begun")));
            cancellation.cancel();
            assertThat(running.get(1, SECONDS)).isInstanceOf(Cancelled.class);
        }
        Awaitility.await().untilAsserted(() -> assertThat(processes()).hasSize(1));
    }

    @Test
    void endsAProgramThatPrintsTooMuch() {
        assertThat(engine.run("yes")).isInstanceOf(LimitReached.class);
    }

    @Test
    void makesOneContainerForCallsAtTheSameTime() throws Exception {
        var outcomes = new ArrayList<SandboxOutcome>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 4)
                    .mapToObj(_ -> threads.submit(() -> engine.run("id", "-u")))
                    .toList();
            for (var call : calls) {
                outcomes.add(call.get(60, SECONDS));
            }
        }
        assertThat(outcomes).hasSize(4).containsOnly(new Completed(0, "10001\n", "", false));
        assertThat(engine.names()).containsExactly("moltmate-sbx-" + engine.session);
    }

    @Test
    void makesTheContainerAgainWhenSomebodyRemovedStoppedOrKilledIt() {
        engine.run("true");
        var control = engine.engine.control();
        control.removeContainerCmd("moltmate-sbx-" + engine.session)
                .withForce(true)
                .exec();
        assertThat(engine.run("true")).isEqualTo(new Completed(0, "", "", false));
        control.stopContainerCmd(engine.onlyId()).exec();
        assertThat(engine.run("true")).isEqualTo(new Completed(0, "", "", false));
        control.killContainerCmd(engine.onlyId()).exec();
        assertThat(engine.run("true")).isEqualTo(new Completed(0, "", "", false));
        assertThat(engine.ours()).hasSize(1);
    }

    @Test
    void seesTheNewWorkspaceWhenTheOldOneWasDeleted() throws IOException {
        Files.writeString(engine.workspace(ALICE).resolve("old.txt"), "old");
        engine.run("true");
        Files.move(engine.workspace(ALICE), state.resolve("away"));
        Files.writeString(engine.workspace(ALICE).resolve("new.txt"), "new");
        assertThat(text(engine.run("cat", "new.txt"))).isEqualTo("new");
    }

    @Test
    void givesTwoPeopleWithTheSameSessionContainersOfTheirOwn() throws IOException {
        Files.writeString(engine.workspace(ALICE).resolve("whose.txt"), "alice");
        Files.writeString(engine.workspace(BOB).resolve("whose.txt"), "bob");
        assertThat(text(engine.run("cat", "whose.txt"))).isEqualTo("alice");
        var command = engine.command(BOB, engine.session, Duration.ofSeconds(20), "cat", "whose.txt");
        assertThat(text(engine.runtime().run(command, new Cancellation()))).isEqualTo("bob");
        assertThat(text(engine.run("cat", "whose.txt"))).isEqualTo("alice");
        assertThat(engine.names()).hasSize(2).allMatch(name -> name.startsWith("moltmate-sbx-" + engine.session));
    }

    @Test
    void doesNotRunWhenTheWorkspaceIsNotReady() {
        var gone = new SandboxOutcome.Gone();
        var command = new SandboxCommand(
                ALICE,
                engine.session,
                "m1#1.tool#1",
                ExecPlan.of(List.of("true")),
                Duration.ofSeconds(10),
                engine.workspace(ALICE),
                () -> Optional.of(gone));
        assertThat(engine.runtime().run(command, new Cancellation())).isEqualTo(gone);
        assertThat(engine.ours()).isEmpty();
    }

    @Test
    void letsProgramsMakeOnlyTheSocketsThatTheirNetworkNeeds() {
        String sockets =
                "for (1, 2, 10, 16, 17, 38, 40) { print \"$_ \" if socket(my $s, $_, 1, 0) || socket($s, $_, 2, 0) }";
        assertThat(text(engine.run("perl", "-e", sockets))).isEqualTo("1 ");
        engine.network("bridge");
        assertThat(text(engine.run("perl", "-e", sockets))).startsWith("1 2 ").doesNotContain("16", "17", "38", "40");
    }

    /// The command lines of all that runs in the only container.
    private List<String> processes() {
        var top = engine.engine.control().topContainerCmd(engine.onlyId()).exec();
        return java.util.Arrays.stream(top.getProcesses())
                .map(columns -> columns[columns.length - 1])
                .toList();
    }
}
