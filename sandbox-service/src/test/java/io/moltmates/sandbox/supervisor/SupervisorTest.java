package io.moltmates.sandbox.supervisor;

import static io.moltmates.sandbox.supervisor.Commands.LIMITS;
import static io.moltmates.sandbox.supervisor.Commands.STEP;
import static io.moltmates.sandbox.supervisor.Commands.command;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SupervisorTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final FakeSupervisor fake = new FakeSupervisor()
            .with("true", this::succeed)
            .with("begin", this::begin)
            .with("end", this::succeed);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void close() {
        fake.close();
        threads.close();
    }

    private void succeed(FakeSupervisor.Exec exec) throws IOException {
        fake.exit(exec, 0);
    }

    /// Prints, and does not end.
    private void begin(FakeSupervisor.Exec exec) throws IOException {
        fake.print(exec, "begun\n");
        begun.countDown();
    }

    @Test
    void learnsWhatTheSupervisorIs() throws IOException {
        var greeting = attach().greeting();
        assertThat(greeting.version()).isEqualTo(1);
        assertThat(greeting.landlockAbi()).isEqualTo(7);
        assertThat(greeting.programs()).containsEntry("true", "/usr/bin/true").containsEntry("missing", "");
    }

    @Test
    void attachesWhateverIsStillInTheStream() throws IOException {
        byte[] half = new Frame(Frame.STDOUT, 1, ByteBuffer.wrap(new byte[100_000])).encode();
        fake.sendRaw(Arrays.copyOf(half, 5000));
        fake.sendRaw(Frame.empty(Frame.EXIT, 3).encode());
        assertThat(attach().isOpen()).isTrue();
    }

    @Test
    void givesUpOnASupervisorThatDoesNotAnswer() {
        fake.answersHello = false;
        assertThatThrownBy(() -> Supervisor.attach(fake.wire(), Duration.ofMillis(200)))
                .isInstanceOf(SupervisorException.class)
                .hasMessageContaining("200 ms");
    }

    @Test
    void givesUpOnASupervisorThatDoesNotRead() {
        fake.stopReading();
        assertThatThrownBy(() -> Supervisor.attach(fake.wire(), Duration.ofMillis(200)))
                .isInstanceOf(SupervisorException.class);
    }

    @Test
    void givesUpOnASupervisorThatIsGone() {
        fake.close();
        assertThatThrownBy(() -> Supervisor.attach(fake.wire(), SOON)).isInstanceOf(SupervisorException.class);
    }

    @Test
    void givesUpOnAnotherVersion() {
        fake.version = 2;
        assertThatThrownBy(() -> Supervisor.attach(fake.wire(), SOON))
                .isInstanceOf(SupervisorException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void givesUpOnAPeerThatSaysNothingButGarbage() throws Exception {
        var supervisor = attach();
        assertThatThrownBy(() -> {
                    byte[] garbage = "MSB1MSB".repeat(1000).getBytes(UTF_8);
                    while (true) {
                        fake.sendRaw(garbage);
                    }
                })
                .hasMessage("Broken pipe");
        assertThat(supervisor.isOpen()).isFalse();
        assertThatThrownBy(() -> run(supervisor, "true")).isExactlyInstanceOf(SupervisorException.class);
    }

    @Test
    void givesUpOnAPeerWhoseFramesAreWrong() throws Exception {
        var supervisor = attach();
        fake.send(Frame.EXIT, 1, new byte[] {1, 2});
        Awaitility.await().until(() -> !supervisor.isOpen());
    }

    @Test
    void endsARunThatIsCancelled() throws Exception {
        var supervisor = attach();
        var running = start(() -> run(supervisor, "begin ; true"));
        begun.await();
        cancellation.cancel();
        assertThat(running.get(1, SECONDS)).isEqualTo(new Cancelled("begun\n"));
        assertThat(fake.cancels).containsExactly(RunId.of(STEP, 0));
        assertThat(run(supervisor, "true", new Cancellation())).isEqualTo(new Completed(0, "", "", false));
    }

    @Test
    void endsARunThatIsCancelledWhileItPrints() throws Exception {
        fake.with("flow", exec -> {
            var _ = start(() -> {
                fake.print(exec, "x".repeat(70_000));
                begun.countDown();
                while (fake.cancels.isEmpty()) {
                    fake.print(exec, "y".repeat(1000));
                }
                return null;
            });
        });
        var supervisor = attach();
        var running = start(() -> run(supervisor, "flow"));
        begun.await();
        cancellation.cancel();
        assertThat(running.get(2, SECONDS))
                .isInstanceOfSatisfying(
                        Cancelled.class,
                        outcome -> assertThat(outcome.partialOutput()).hasSize(64 << 10));
    }

    @Test
    void givesARunUpThatDoesNotEndWhenItIsCancelled() throws Exception {
        fake.obeysCancel = false;
        var supervisor = attach();
        var running = start(() -> run(supervisor, "begin"));
        begun.await();
        cancellation.cancel();
        assertThat(lost(running, 3)).isEqualTo(new Cancelled("begun\n"));
        assertThat(supervisor.isOpen()).isFalse();
    }

    @Test
    void givesARunUpThatDoesNotEndAtItsLimit() throws Exception {
        var supervisor = attach();
        var running = start(() -> supervisor.run(command(STEP, "begin", Duration.ofMillis(100)), LIMITS, cancellation));
        assertThat(lost(running, 4)).isInstanceOfSatisfying(LimitReached.class, outcome -> {
            assertThat(outcome.reason()).contains("0.100 seconds");
            assertThat(outcome.partialOutput()).isEqualTo("begun\n");
        });
        assertThat(supervisor.isOpen()).isFalse();
    }

    @Test
    void endsARunWhoseThreadIsInterrupted() throws Exception {
        var supervisor = attach();
        var interruptedAfter = new CompletableFuture<Boolean>();
        var outcome = new CompletableFuture<SandboxOutcome>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(run(supervisor, "begin"));
            } catch (SupervisorException e) {
                outcome.completeExceptionally(e);
            }
            interruptedAfter.complete(Thread.currentThread().isInterrupted());
        });
        begun.await();
        thread.interrupt();
        assertThat(outcome.get(2, SECONDS)).isEqualTo(new Interrupted("begun\n"));
        assertThat(interruptedAfter.get(2, SECONDS)).isTrue();
        assertThat(fake.cancels).hasSize(1);
    }

    @Test
    void saysThatACommandMayRunElsewhereWhenNothingOfItWasSent() throws Exception {
        var supervisor = attach();
        fake.close();
        Awaitility.await().until(() -> !supervisor.isOpen());
        assertThatThrownBy(() -> run(supervisor, "true")).isExactlyInstanceOf(SupervisorException.class);
    }

    @Test
    void answersAsInterruptedWhenTheWireBreaksBeforeAnyOutput() throws Exception {
        assertThat(brokenBy(_ -> fake.close())).isEqualTo(new Interrupted(""));
    }

    @Test
    void answersAsInterruptedWhenTheWireBreaksWithinAFrame() throws Exception {
        assertThat(brokenBy(exec -> {
                    try {
                        fake.print(exec, "whole\n");
                        byte[] frame = new Frame(Frame.STDOUT, exec.run(), ByteBuffer.wrap(new byte[1000])).encode();
                        fake.sendRaw(Arrays.copyOf(frame, 500));
                        fake.close();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }))
                .isEqualTo(new Interrupted("whole\n"));
    }

    @Test
    void answersAsInterruptedWhenTheWireBreaksBetweenPipelines() throws Exception {
        fake.with("last", exec -> {
            fake.print(exec, "done\n");
            fake.exit(exec, 0);
            fake.close();
        });
        var supervisor = attach();
        var running = start(() -> run(supervisor, "last ; true"));
        assertThat(lost(running, 5)).isEqualTo(new Interrupted("done\n"));
    }

    @Test
    void answersAsInterruptedWhenItIsClosed() throws Exception {
        var supervisor = attach();
        var running = start(() -> run(supervisor, "begin"));
        begun.await();
        Awaitility.await().until(() -> fake.execs.size() == 1);
        supervisor.close();
        assertThat(lost(running, 1)).isInstanceOf(Interrupted.class);
    }

    @Test
    void givesUpWhenACommandIsNotRead() throws Exception {
        var supervisor = attach();
        fake.stopReading();
        assertThat(lost(start(() -> run(supervisor, "true")), 4)).isEqualTo(new Interrupted(""));
        assertThat(supervisor.isOpen()).isFalse();
    }

    @Test
    void saysThatTheSupervisorIsBusy() throws Exception {
        fake.with("busy", exec -> fake.error(exec.run(), Reply.Fault.BUSY, "another run"));
        var supervisor = attach();
        assertThatThrownBy(() -> run(supervisor, "busy"))
                .isExactlyInstanceOf(SupervisorException.class)
                .hasMessageContaining("busy");
        assertThat(run(supervisor, "true")).isInstanceOf(Completed.class);
    }

    @Test
    void saysThatARequestWasWrong() throws Exception {
        fake.with("wrong", exec -> fake.error(exec.run(), Reply.Fault.BAD_REQUEST, "no such field"));
        assertThat(run(attach(), "wrong")).isInstanceOf(Unavailable.class);
    }

    @Test
    void runsOneCommandAfterTheOther() throws Exception {
        var supervisor = attach();
        var first = start(() -> run(supervisor, "begin"));
        begun.await();
        var second = start(() -> run(supervisor, "true", new Cancellation()));
        Awaitility.await().during(Duration.ofMillis(300)).until(() -> fake.execs.size() == 1);
        cancellation.cancel();
        assertThat(first.get(2, SECONDS)).isInstanceOf(Cancelled.class);
        assertThat(second.get(2, SECONDS)).isInstanceOf(Completed.class);
    }

    @Test
    void stopsWaitingForAnotherCommandWhenItIsCancelled() throws Exception {
        var supervisor = attach();
        var first = start(() -> run(supervisor, "begin", new Cancellation()));
        begun.await();
        var second = start(() -> run(supervisor, "true"));
        cancellation.cancel();
        assertThat(second.get(1, SECONDS)).isEqualTo(new Cancelled(""));
        supervisor.close();
        assertThat(lost(first, 1)).isInstanceOf(Interrupted.class);
    }

    @Test
    void endsWhatAnEarlierClientLeftRunningBeforeItRunsACommand() throws Exception {
        fake.runningRun = 42;
        fake.states.put(42L, new FakeSupervisor.State(1, "", ""));
        var supervisor = attach();
        assertThat(supervisor.greeting().runningRun()).isEqualTo(42);
        assertThat(run(supervisor, "true")).isInstanceOf(Completed.class);
        assertThat(fake.cancels).containsExactly(42L);
        assertThat(run(supervisor, "true")).isInstanceOf(Completed.class);
        assertThat(fake.cancels).hasSize(1);
    }

    @Test
    void beginsNothingWhenAnEarlierRunDoesNotEnd() throws Exception {
        fake.runningRun = 42;
        fake.states.put(42L, new FakeSupervisor.State(1, "", ""));
        fake.obeysCancel = false;
        var supervisor = attach();
        assertThatThrownBy(() -> run(supervisor, "true")).isExactlyInstanceOf(SupervisorException.class);
        assertThat(fake.execs).isEmpty();
        assertThat(supervisor.isOpen()).isFalse();
    }

    @Test
    void knowsWhatACutOffCommandPrinted() throws Exception {
        fake.states.put(RunId.of(STEP, 0), new FakeSupervisor.State(2, "one\n", ""));
        fake.states.put(RunId.of(STEP, 1), new FakeSupervisor.State(1, "two\n", "oh"));
        var supervisor = attach();
        assertThat(supervisor.interrupted(STEP, 3)).contains(new Interrupted("one\ntwo\n\noh"));
        assertThat(fake.cancels).containsExactly(RunId.of(STEP, 1));
    }

    @Test
    void knowsNothingOfACommandThatDidNotRunThere() throws Exception {
        assertThat(attach().interrupted("m2#1.tool#1", 2)).isEmpty();
    }

    @Test
    void givesACutOffCommandUpThatDoesNotEnd() throws Exception {
        fake.obeysCancel = false;
        fake.states.put(RunId.of(STEP, 0), new FakeSupervisor.State(1, "half", ""));
        var supervisor = attach();
        assertThatThrownBy(() -> supervisor.interrupted(STEP, 1))
                .isInstanceOfSatisfying(
                        RunLostException.class, e -> assertThat(e.outcome()).isEqualTo(new Interrupted("half")));
        assertThat(supervisor.isOpen()).isFalse();
    }

    @Test
    void hearsTheSupervisorWhileACommandRuns() throws Exception {
        var supervisor = attach();
        var running = start(() -> run(supervisor, "begin"));
        begun.await();
        supervisor.ping(SOON);
        cancellation.cancel();
        assertThat(running.get(2, SECONDS)).isInstanceOf(Cancelled.class);
    }

    @Test
    void givesUpWhenNoSignOfLifeComes() throws Exception {
        var supervisor = attach();
        fake.answersPing = false;
        assertThatThrownBy(() -> supervisor.ping(Duration.ofMillis(100))).isInstanceOf(SupervisorException.class);
        assertThat(supervisor.isOpen()).isFalse();
    }

    private Supervisor attach() throws IOException {
        return Supervisor.attach(fake.wire(), SOON);
    }

    private SandboxOutcome run(Supervisor supervisor, String line) throws SupervisorException {
        return run(supervisor, line, cancellation);
    }

    private static SandboxOutcome run(Supervisor supervisor, String line, Cancellation cancellation)
            throws SupervisorException {
        return supervisor.run(command(line), LIMITS, cancellation);
    }

    private SandboxOutcome brokenBy(Consumer<FakeSupervisor.Exec> breaking) throws Exception {
        fake.with("break", breaking::accept);
        var supervisor = attach();
        return lost(start(() -> run(supervisor, "break")), 5);
    }

    private <T> Future<T> start(Callable<T> task) {
        return threads.submit(task);
    }

    private static SandboxOutcome lost(Future<SandboxOutcome> running, int seconds) throws Exception {
        try {
            throw new AssertionError("It was not lost: " + running.get(seconds, SECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RunLostException lost) {
                return lost.outcome();
            }
            throw e;
        }
    }
}
