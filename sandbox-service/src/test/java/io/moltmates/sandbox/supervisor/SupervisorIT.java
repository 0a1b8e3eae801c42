package io.moltmates.sandbox.supervisor;

import static io.moltmates.sandbox.supervisor.Commands.STEP;
import static io.moltmates.sandbox.supervisor.Commands.command;
import static io.moltmates.sandbox.supervisor.Commands.plan;
import static io.moltmates.sandbox.supervisor.Commands.program;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.sandbox.policy.ExecPlan.Condition;
import io.moltmates.sandbox.policy.ExecPlan.Pipeline;
import io.moltmates.sandbox.policy.ExecPlan.Stage;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import io.moltmates.schema.SandboxOutcome.Refused;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The client and the real supervisor, in a container as it really is.
@Timeout(60)
class SupervisorIT {

    private static final long MEGABYTE = 1 << 20;
    private static final RunLimits LIMITS =
            new RunLimits(0, 2048 * MEGABYTE, 64 * MEGABYTE, 256, 100_000, 2 * MEGABYTE, 0);

    @TempDir
    private Path workspace;

    @TempDir
    private Path elsewhere;

    private SupervisedContainer container;
    private Supervisor supervisor;

    @BeforeAll
    static void assumeThere() {
        SupervisedContainer.assumeThere();
    }

    @BeforeEach
    void attach() throws IOException {
        container = new SupervisedContainer(workspace, elsewhere.resolve("seccomp.json"));
        supervisor = container.attach();
        Files.writeString(workspace.resolve("notes.txt"), "one\ntwo\nthree\n");
    }

    @AfterEach
    void remove() throws IOException {
        supervisor.close();
        container.close();
    }

    @Test
    void saysWhatItIs() throws IOException {
        var greeting = supervisor.greeting();
        assertThat(greeting.landlockAbi()).isPositive();
        assertThat(greeting.runningRun()).isZero();
        assertThat(greeting.programs()).containsEntry("cat", "/usr/bin/cat").containsEntry("no-such-program", "");
        supervisor.ping(Duration.ofSeconds(5));
        assertThat(run("no-such-program")).isInstanceOf(Refused.class);
    }

    @Test
    void runsProgramsPipelinesAndConditions() throws IOException {
        assertThat(run("cat notes.txt")).isEqualTo(new Completed(0, "one\ntwo\nthree\n", "", false));
        assertThat(run("cat notes.txt | grep t | wc -l")).isEqualTo(new Completed(0, "2\n", "", false));
        assertThat(run("cat none || cat notes.txt | head -n 1 && wc -l notes.txt"))
                .isInstanceOfSatisfying(Completed.class, outcome -> {
                    assertThat(outcome.exitCode()).isZero();
                    assertThat(outcome.stdout()).isEqualTo("one\n3 notes.txt\n");
                    assertThat(outcome.stderr()).contains("No such file");
                });
        assertThat(run("false && cat notes.txt ; true")).isEqualTo(new Completed(0, "", "", false));
        assertThat(run("grep -q four notes.txt")).isEqualTo(new Completed(1, "", "", false));
        assertThat(run(program(false, "cat", "ein Ü.txt", "\n", "")))
                .isInstanceOfSatisfying(
                        Completed.class, outcome -> assertThat(outcome.stderr()).contains("ein Ü.txt"));
    }

    @Test
    void writesOnlyWhereItMay() throws IOException {
        assertThat(run(plan("touch made.txt", true))).isEqualTo(new Completed(0, "", "", false));
        assertThat(run(plan("touch other.txt", false)))
                .isInstanceOfSatisfying(
                        Completed.class, outcome -> assertThat(outcome.stderr()).contains("Permission denied"));
        assertThat(workspace.resolve("made.txt")).exists();
        assertThat(workspace.resolve("other.txt")).doesNotExist();
    }

    @Test
    void refusesAnOperandThatLeadsOut() throws IOException {
        Files.createSymbolicLink(workspace.resolve("link"), Path.of("/etc/passwd"));
        for (String operand : List.of("/etc/passwd", "../etc/passwd", "link")) {
            var stage = new Stage("cat", List.of(operand), List.of(operand), false);
            assertThat(run(new ExecPlan(List.of(new Pipeline(Condition.ALWAYS, List.of(stage))))))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            outcome -> assertThat(outcome.reason()).startsWith("Not run: the operand " + operand));
        }
    }

    @Test
    void saysThatAProgramCrashed() throws IOException {
        assertThat(run(program(false, "perl", "-e", "kill 11, $$; sleep 9")))
                .isEqualTo(new Completed(139, "", "The program crashed (SIGSEGV).\n", false));
    }

    @Test
    void endsWhatReachesItsLimitAndRunsTheNext() throws IOException {
        assertThat(run(Duration.ofMillis(300), LIMITS, "bash", "-c", "echo begun; sleep 100"))
                .isInstanceOfSatisfying(LimitReached.class, outcome -> {
                    assertThat(outcome.reason()).contains("0.300 seconds");
                    assertThat(outcome.partialOutput()).isEqualTo("begun\n");
                });
        limit("printed more than 2 MB", LIMITS, "yes");
        limit("more memory", LIMITS, "perl", "-e", "$x = 'x' x (1 << 30); print length $x");
        limit("more memory", LIMITS, "grep", "-E", "x{1,32767}{1,32767}", "notes.txt");
        limit("a file larger than 64 MB", LIMITS, "dd", "if=/dev/zero", "of=big", "bs=1M", "count=65");
        var second = new RunLimits(1, 2048 * MEGABYTE, MEGABYTE, 256, 100_000, MEGABYTE, 0);
        limit("more processor time", second, "bash", "-c", "while :; do :; done");
        assertThat(run("wc -l notes.txt")).isEqualTo(new Completed(0, "3 notes.txt\n", "", false));
        assertThat(container.processes()).isEmpty();
    }

    @Test
    void saysThatProcessesHaveALimit() throws IOException {
        assertThat(run(Duration.ofSeconds(2), LIMITS, "perl", "-e", "while () { defined fork or sleep 1 }"))
                .isInstanceOfSatisfying(
                        LimitReached.class,
                        outcome -> assertThat(outcome.reason())
                                .contains("It ran longer", "the limit on processes was reached"));
        assertThat(container.processes()).isEmpty();
    }

    @Test
    void holdsTheWorkspaceWithinItsQuota() throws IOException {
        var quota = new RunLimits(0, 2048 * MEGABYTE, 64 * MEGABYTE, 256, 100_000, MEGABYTE, 8 * MEGABYTE);
        limit(
                "The workspace may hold 8 MB",
                quota,
                "bash",
                "-c",
                "dd if=/dev/zero of=big bs=1M count=16 status=none; sleep 5");
        assertThat(run(Duration.ofSeconds(5), quota, "cat", "notes.txt")).isInstanceOf(Completed.class);
        assertThat(run(Duration.ofSeconds(5), quota, "touch", "more"))
                .isInstanceOfSatisfying(Completed.class, outcome -> {
                    assertThat(outcome.exitCode()).isEqualTo(1);
                    assertThat(outcome.stderr()).contains("over its quota", "may hold 8 MB");
                });
        assertThat(run(Duration.ofSeconds(5), quota, "rm", "big"))
                .isInstanceOfSatisfying(
                        Completed.class,
                        outcome -> assertThat(outcome.exitCode()).isZero());
        assertThat(run(Duration.ofSeconds(5), quota, "touch", "more")).isEqualTo(new Completed(0, "", "", false));
    }

    @Test
    void endsACancelledCommandWithinASecond() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String script : List.of(
                    "touch begun; sleep 100",
                    "touch begun; trap '' TERM; yes",
                    "touch begun; setsid sleep 100 & wait")) {
                var cancellation = new Cancellation();
                var flood = new RunLimits(0, 2048 * MEGABYTE, MEGABYTE, 256, 100_000, Long.MAX_VALUE, 0);
                var running = threads.submit(() -> supervisor.run(
                        command(STEP, program(true, "bash", "-c", script), Duration.ofMinutes(1)),
                        flood,
                        cancellation));
                Awaitility.await().until(() -> Files.deleteIfExists(workspace.resolve("begun")));
                cancellation.cancel();
                assertThat(running.get(1, SECONDS)).isInstanceOf(Cancelled.class);
                assertThat(container.processes()).isEmpty();
            }
        }
    }

    @Test
    void understandsFramesBetweenGarbage() throws IOException {
        supervisor.close();
        var random = new Random(7);
        var wire = new Altered(container.wire(), frame -> {
            byte[] garbage = new byte[random.nextInt(2000)];
            random.nextBytes(garbage);
            return joined(garbage, frame);
        });
        try (var other = Supervisor.attach(wire, Duration.ofSeconds(10))) {
            for (int i = 0; i < 50; i++) {
                assertThat(other.run(command("cat notes.txt | wc -l"), LIMITS, new Cancellation()))
                        .isEqualTo(new Completed(0, "3\n", "", false));
            }
        }
    }

    @Test
    void forgetsTheHalfFrameOfAClientThatIsGone() throws IOException {
        supervisor.close();
        byte[] whole = new Frame(Frame.EXEC, 1, ByteBuffer.wrap(new byte[Frame.MAX_PAYLOAD])).encode();
        for (int length : new int[] {3, 20, 28, 60, 5000}) {
            byte[] half = Arrays.copyOf(whole, length);
            Supervisor.attach(new Altered(container.wire(), hello -> joined(hello, half)), Duration.ofSeconds(10))
                    .close();
            try (var next = container.attach()) {
                assertThat(next.run(command("wc -l notes.txt"), LIMITS, new Cancellation()))
                        .isEqualTo(new Completed(0, "3 notes.txt\n", "", false));
            }
        }
    }

    @Test
    void findsARunAgainAfterItsClientIsGone() throws Exception {
        begin();
        try (var next = container.attach()) {
            assertThat(next.greeting().runningRun()).isEqualTo(RunId.of(STEP, 0));
            assertThat(next.interrupted(STEP, 2)).contains(new Interrupted("begun\n"));
            assertThat(container.processes()).isEmpty();
            assertThat(next.interrupted(STEP, 2)).contains(new Interrupted("begun\n"));
            assertThat(next.interrupted("another step", 2)).isEmpty();
            assertThat(next.run(command("wc -l notes.txt"), LIMITS, new Cancellation()))
                    .isEqualTo(new Completed(0, "3 notes.txt\n", "", false));
        }
    }

    @Test
    void endsWhatAClientLeftWhenTheNextOneHasACommand() throws Exception {
        begin();
        try (var next = container.attach()) {
            assertThat(next.run(command("m9#1", "wc -l notes.txt", Duration.ofSeconds(10)), LIMITS, new Cancellation()))
                    .isEqualTo(new Completed(0, "3 notes.txt\n", "", false));
        }
    }

    /// Leaves a command running, and nobody who waits for it.
    private void begin() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> run(program(true, "bash", "-c", "echo begun; touch begun; sleep 100")));
            Awaitility.await().until(() -> Files.exists(workspace.resolve("begun")));
            supervisor.close();
            var failure = catchThrowableOfType(ExecutionException.class, () -> running.get(2, SECONDS));
            assertThat(failure).hasCauseInstanceOf(RunLostException.class);
        }
    }

    @Test
    void losesACommandWhoseContainerIsRemoved() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> run(program(true, "bash", "-c", "touch begun; sleep 100")));
            Awaitility.await().until(() -> Files.exists(workspace.resolve("begun")));
            container.close();
            assertThat(running)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RunLostException.class);
            assertThat(supervisor.isOpen()).isFalse();
        }
        container = new SupervisedContainer(workspace, elsewhere.resolve("seccomp.json"));
    }

    @Test
    @Timeout(300)
    void leavesNoProcessAfterAThousandTimeouts() throws IOException {
        var random = new Random(1000);
        var commands = List.of(
                program(true, "sleep", "100"),
                program(true, "yes"),
                program(false, "tail", "-f", "/dev/null"),
                plan("yes | grep -v y | wc -l", true),
                program(true, "bash", "-c", "sleep 100 & sleep 100 & wait"),
                program(true, "bash", "-c", "setsid sleep 100 & setsid bash -c 'sleep 100' & exit 0"),
                program(true, "bash", "-c", "trap '' TERM INT HUP; while :; do :; done"),
                program(true, "bash", "-c", "f() { f | f & }; f"),
                program(true, "perl", "-e", "fork and exit; setpgrp; fork and exit; $0 = 'daemon'; sleep 100"));
        int limits = 0;
        for (int i = 0; i < 1000; i++) {
            var limit = Duration.ofMillis(1 + random.nextInt(60));
            var plan = commands.get(random.nextInt(commands.size()));
            var outcome = supervisor.run(command("m" + i + "#1", plan, limit), LIMITS, new Cancellation());
            assertThat(outcome).isInstanceOfAny(LimitReached.class, Completed.class);
            limits += outcome instanceof LimitReached ? 1 : 0;
        }
        assertThat(limits).isGreaterThan(600);
        assertThat(container.processes()).isEmpty();
        assertThat(run("wc -l notes.txt")).isEqualTo(new Completed(0, "3 notes.txt\n", "", false));
    }

    @Test
    void answersAWarmCommandSoon() throws IOException {
        long[] micros = new long[200];
        for (int i = 0; i < micros.length; i++) {
            long start = System.nanoTime();
            run("cat notes.txt");
            micros[i] = (System.nanoTime() - start) / 1000;
        }
        Arrays.sort(micros);
        assertThat(micros[micros.length / 2]).as("median in microseconds").isLessThan(40_000);
    }

    private void limit(String sentence, RunLimits limits, String... arguments) throws IOException {
        assertThat(run(Duration.ofSeconds(20), limits, arguments))
                .isInstanceOfSatisfying(
                        LimitReached.class,
                        outcome -> assertThat(outcome.reason()).contains(sentence));
    }

    private SandboxOutcome run(String line) throws IOException {
        return run(plan(line, false));
    }

    private SandboxOutcome run(ExecPlan plan) throws IOException {
        return supervisor.run(command(STEP, plan, Duration.ofSeconds(10)), LIMITS, new Cancellation());
    }

    private SandboxOutcome run(Duration limit, RunLimits limits, String... arguments) throws IOException {
        return supervisor.run(command(STEP, program(true, arguments), limit), limits, new Cancellation());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /// Writes something else than what it is given.
    private record Altered(Wire wire, UnaryOperator<byte[]> change) implements Wire {

        @Override
        public InputStream in() {
            return wire.in();
        }

        @Override
        public OutputStream out() {
            return new FilterOutputStream(wire.out()) {
                @Override
                public void write(byte[] bytes) throws IOException {
                    out.write(change.apply(bytes));
                }
            };
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
