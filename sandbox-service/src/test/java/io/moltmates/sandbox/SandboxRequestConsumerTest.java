package io.moltmates.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.files.FileLimits;
import io.moltmates.sandbox.files.PersonFiles;
import io.moltmates.sandbox.files.Quotas;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.FileChanged;
import io.moltmates.schema.SandboxOutcome.Gone;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Refused;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.Cancel;
import io.moltmates.schema.SandboxRequest.CloseSession;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.SandboxRequest.Release;
import io.moltmates.schema.SandboxRequest.WriteFile;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SandboxRequestConsumerTest {

    private static final UserId ALICE = new UserId("web_alice");
    private static final UserId BOB = new UserId("web_bob");
    private static final String STEP = "m1#1.tool#1";

    @TempDir
    private Path state;

    private final FakeRuntime runtime = new FakeRuntime();
    private final RecordedResults results = new RecordedResults();
    private StateLayout layout;
    private @Nullable OwnerLease lease;
    private SandboxRequestConsumer consumer;

    @BeforeEach
    void startService() throws IOException {
        layout = new StateLayout(state);
        for (var user : List.of(ALICE, BOB)) {
            Files.createDirectories(layout.person(user).workspace());
            Files.write(
                    layout.person(user).person(),
                    RecordCodec.write(new PersonFile(user, "i1", null, List.of(), Map.of(), Instant.EPOCH)));
        }
        consumer = newLife();
    }

    private SandboxRequestConsumer newLife() {
        if (lease != null) {
            lease.close();
        }
        lease = EarlierLife.lease(layout);
        var settings = new SandboxSettings(SandboxConfig.DEFAULT, ExecConfig.DEFAULT, false);
        var files = new PersonFiles(layout, null, FileLimits.DEFAULT, Quotas.ofMegabytes(() -> 1024));
        return new SandboxRequestConsumer(
                new SandboxRequests(
                        layout, () -> settings, files, runtime, new StepRecords(layout.sandbox(), lease, () -> false)),
                results);
    }

    @Test
    void answersACommandAndRunsItOnlyOnce() {
        await(send(exec(ALICE, STEP, "cat a.txt")));
        await(send(exec(ALICE, STEP, "cat a.txt")));
        consumer = newLife();
        await(send(exec(ALICE, STEP, "cat a.txt")));
        assertThat(results.outcomes(STEP)).hasSize(3).containsOnly(new Completed(0, "cat a.txt", "", false));
        assertThat(runtime.runs).hasSize(1);
    }

    @Test
    void answersInterruptedForACommandThatACrashCutOff() throws IOException {
        EarlierLife.begins(layout, exec(ALICE, STEP, "cat a.txt"));
        await(send(exec(ALICE, STEP, "cat a.txt")));
        assertThat(results.outcomes(STEP)).containsExactly(new Interrupted(""));
        assertThat(runtime.runs).isEmpty();
    }

    @Test
    void writesAgainWhatACrashCutOff() {
        var write = write(ALICE, STEP, "hello");
        EarlierLife.begins(layout, write);
        await(send(write));
        assertThat(results.outcomes(STEP)).containsExactly(new FileChanged("a.txt", 5));
        assertThat(layout.person(ALICE).workspace().resolve("a.txt")).hasContent("hello");
    }

    @Test
    void appendsOnceHoweverOftenItIsAsked() {
        var append = new WriteFile(STEP, ALICE, "i1", "log.txt", "line\n", true);
        await(send(append));
        await(send(append));
        assertThat(layout.person(ALICE).workspace().resolve("log.txt")).hasContent("line\n");
    }

    @Test
    void refusesAProgramThatIsNotOnTheList() {
        await(send(exec(ALICE, STEP, "rm -rf .")));
        assertThat(results.outcomes(STEP)).hasOnlyElementsOfType(Refused.class);
        assertThat(runtime.runs).isEmpty();
    }

    @Test
    void saysThatCommandsAreOff() {
        runtime.availability = new Availability.Off("no Docker engine answers", "Start Docker.");
        await(send(exec(ALICE, STEP, "cat a.txt")));
        assertThat(results.outcomes(STEP))
                .containsExactly(new Unavailable("Commands are off here: no Docker engine answers."
                        + " Whoever runs this server can turn them on."));
    }

    @Test
    void cancelsARunningCommandAndOneThatWaits() {
        var running = send(exec(ALICE, "m1#1.tool#1", "tail a.txt"));
        var waiting = send(exec(ALICE, "m1#1.tool#2", "tail b.txt"));
        Awaitility.await().until(() -> runtime.runs.size() == 1);
        await(send(new Cancel("c2", ALICE, "i1", "m1#1.tool#2")));
        await(send(new Cancel("c1", ALICE, "i1", "m1#1.tool#1")));
        await(running);
        await(waiting);
        assertThat(results.outcomes("m1#1.tool#1")).containsExactly(new Cancelled("so far"));
        assertThat(results.outcomes("m1#1.tool#2")).hasOnlyElementsOfType(Cancelled.class);
    }

    @Test
    void cancelsNothingOfAnotherPerson() {
        var running = send(exec(ALICE, STEP, "tail a.txt"));
        Awaitility.await().until(() -> runtime.runs.size() == 1);
        await(send(new Cancel("c1", BOB, "i1", STEP)));
        await(send(exec(BOB, "m2#1.tool#1", "cat b.txt")));
        runtime.letGo.complete(null);
        await(running);
        assertThat(results.outcomes(STEP)).containsExactly(new Completed(0, "let go", "", false));
    }

    @Test
    void keepsTheOrderOfOnePersonAndHoldsUpNobodyElse() {
        var running = send(exec(ALICE, "m1#1.tool#1", "tail a.txt"));
        var behind = send(write(ALICE, "m1#1.tool#2", "later"));
        await(send(write(BOB, "m2#1.tool#1", "at once")));
        assertThat(results.ids()).containsExactly("m2#1.tool#1");
        runtime.letGo.complete(null);
        await(running);
        await(behind);
        assertThat(results.ids()).containsExactly("m2#1.tool#1", "m1#1.tool#1", "m1#1.tool#2");
    }

    @Test
    void refusesWhenTooMuchOfOnePersonWaits() {
        var running = send(exec(ALICE, STEP, "tail a.txt"));
        var waiting = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 200; i++) {
            waiting.add(send(write(ALICE, "m1#2.tool#" + i, "x")));
        }
        await(send(write(ALICE, "m1#2.tool#200", "x")));
        assertThat(results.outcomes("m1#2.tool#200").toString()).contains("LimitReached");
        runtime.letGo.complete(null);
        waiting.forEach(SandboxRequestConsumerTest::await);
        await(running);
    }

    @Test
    void answersGoneAndForgetsAPersonWhoseDirectoryIsGone() throws IOException {
        await(send(write(ALICE, STEP, "x")));
        Files.delete(layout.person(ALICE).person());
        await(send(exec(ALICE, "m1#1.tool#2", "cat a.txt")));
        assertThat(results.outcomes("m1#1.tool#2")).containsExactly(new Gone());
        assertThat(runtime.closed).containsExactly("web_alice/*");
        assertThat(layout.sandbox().resolve("web_alice").resolve("i1")).doesNotExist();
    }

    @Test
    void doesAStepOfAnotherLifeAnew() throws IOException {
        await(send(write(ALICE, STEP, "first")));
        Files.write(
                layout.person(ALICE).person(),
                RecordCodec.write(new PersonFile(ALICE, "i2", null, List.of(), Map.of(), Instant.EPOCH)));
        await(send(new WriteFile(STEP, ALICE, "i2", "a.txt", "second", false)));
        assertThat(layout.person(ALICE).workspace().resolve("a.txt")).hasContent("second");
    }

    @Test
    void forgetsTheStepsOfATurnThatIsReleased() {
        await(send(write(ALICE, STEP, "x")));
        await(send(new Release("r1", ALICE, "i1", "m1")));
        assertThat(layout.sandbox().resolve("web_alice/i1/m1"))
                .isDirectoryNotContaining(file -> file.toString().contains("tool"));
        await(send(new CloseSession("x1", ALICE, "i1", "s1")));
        assertThat(runtime.closed).containsExactly("web_alice/s1");
        assertThat(results.ids()).containsExactly(STEP);
    }

    @Test
    void runsNoStepAgainThatComesAfterItsTurnWasReleased() throws IOException {
        await(send(new WriteFile(STEP, ALICE, "i1", "log.txt", "x", true)));
        await(send(new Release("r1", ALICE, "i1", "m1")));
        await(send(new WriteFile(STEP, ALICE, "i1", "log.txt", "x", true)));
        assertThat(layout.person(ALICE).workspace().resolve("log.txt")).hasContent("x");
    }

    @Test
    void givesUpOnARecordThatIsNoRequest() {
        byte[] noise = "{\"type\":\"exec\"}".getBytes(StandardCharsets.UTF_8);
        await(consumer.process(new ConsumerRecord<>("moltmate.sandbox.requests", 0, 7, "web_alice", noise))
                .toCompletableFuture());
        assertThat(results.records).hasOnlyElementsOfType(DeadLetter.class).hasSize(1);
    }

    private CompletableFuture<Void> send(SandboxRequest request) {
        var entry = new ConsumerRecord<>("moltmate.sandbox.requests", 0, 0L, request.key(), RecordCodec.write(request));
        return consumer.process(entry).toCompletableFuture();
    }

    private static void await(CompletableFuture<Void> done) {
        assertThat(done).succeedsWithin(10, SECONDS);
    }

    private static Exec exec(UserId user, String id, String line) {
        return new Exec(id, user, "i1", "s1", line, List.of(), 0);
    }

    private static WriteFile write(UserId user, String id, String content) {
        return new WriteFile(id, user, "i1", "a.txt", content, false);
    }
}
