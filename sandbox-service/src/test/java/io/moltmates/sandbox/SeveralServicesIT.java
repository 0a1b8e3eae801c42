package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.sandbox.attacks.Docker;
import io.moltmates.sandbox.docker.DockerSandboxRuntime;
import io.moltmates.sandbox.files.FileLimits;
import io.moltmates.sandbox.files.PersonFiles;
import io.moltmates.sandbox.files.Quotas;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ExecConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several lives of the service on one state directory and one engine: what moves from one to the other, and what
/// stays.
@Timeout(180)
class SeveralServicesIT {

    private static final UserId ALICE = new UserId("web_alice");
    private static final UserId BOB = new UserId("web_bob");
    private static final String STEP = "m1#1.tool#1";
    private static final String EFFECT = "echo so far; echo once >> effects; touch begun; sleep 100";

    @TempDir
    private Path state;

    private final String session = "several" + System.nanoTime();
    private StateLayout layout;
    private Life first;
    private Life second;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Docker.isThere(), "needs a Docker engine");
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
        layout = new StateLayout(state);
        SandboxWorker.prepare(layout, ALICE);
        SandboxWorker.prepare(layout, BOB);
        first = new Life();
        second = new Life();
        String why = first.runtime.availability() instanceof Availability.Off off ? off.reason() : "";
        assumeTrue(why.isEmpty(), "needs the sandbox image: " + why);
    }

    @AfterEach
    void end() {
        if (second != null) {
            first.close();
            second.close();
            containers().forEach(container -> Docker.answer("rm", "-f", container));
        }
    }

    @Test
    void aPartitionThatMovesInTheMiddleOfACommandLeadsToOneResultAndOneEffect() {
        var atFirst = first.send(ALICE, STEP, "bash", "-c", EFFECT);
        awaitBegun(ALICE);
        assertThat(first.run(BOB, "m2#1.tool#1", "true")).isEqualTo(new Completed(0, "", "", false));
        var before = containers();
        first.consumer.moved(Set.of(0), ALICE::equals);
        second.consumer.assigned();
        var answered = second.send(ALICE, STEP, "bash", "-c", EFFECT);
        assertThat(answered).succeedsWithin(StartedWorker.LIMIT);
        assertThat(second.results.outcomes(STEP)).containsExactly(new Interrupted("so far\n"));
        assertThat(first.results.outcomes(STEP)).isEmpty();
        assertThat(atFirst).isNotDone();
        assertThat(layout.person(ALICE).workspace().resolve("effects")).hasContent("once");
        assertThat(second.run(ALICE, "m1#1.tool#2", "cat", "effects")).isEqualTo(new Completed(0, "once\n", "", false));
        assertThat(containers()).hasSameSizeAs(before);
        assertThat(first.run(BOB, "m2#1.tool#2", "true")).isEqualTo(new Completed(0, "", "", false));
        assertThat(before).containsAll(containersOf(BOB));
    }

    @Test
    void theContainerOfAnIdleSessionGoesToTheNewOwner() {
        first.run(ALICE, STEP, "bash", "-c", "echo kept > /tmp/note");
        var before = containers();
        first.consumer.moved(Set.of(0), ALICE::equals);
        second.consumer.assigned();
        assertThat(second.run(ALICE, "m1#1.tool#2", "cat", "/tmp/note"))
                .isEqualTo(new Completed(0, "kept\n", "", false));
        assertThat(containersOf(ALICE)).isSubsetOf(before);
    }

    @Test
    void whatAKilledServiceLeftIsTakenOverAndNobodyElsesIsTouched() throws Exception {
        first.run(BOB, "m2#1.tool#1", "true");
        var bobs = containersOf(BOB);
        try (var worker = StartedWorker.here(state, session)) {
            assertThat(worker.availability()).startsWith("on: ");
            var _ = worker.begin(
                    "web_alice", STEP, "bash -c echo${IFS}far;echo${IFS}once>>effects;touch${IFS}begun;sleep${IFS}100");
            awaitBegun(ALICE);
            var alices = containersOf(ALICE);
            second.runtime.removeLeftovers();
            othersRemoveLeftovers();
            assertThat(containersOf(ALICE)).isEqualTo(alices);
            assertThat(containersOf(BOB)).isEqualTo(bobs);
            worker.kill();
            assertThat(second.run(ALICE, STEP, "bash", "-c", EFFECT)).isEqualTo(new Interrupted("far\n"));
            assertThat(second.run(ALICE, "m1#1.tool#2", "cat", "effects"))
                    .isEqualTo(new Completed(0, "once\n", "", false));
            assertThat(containersOf(ALICE)).containsAll(alices);
        }
        try (var restarted = StartedWorker.here(state, session)) {
            assertThat(restarted.availability()).startsWith("on: ");
            assertThat(containersOf(BOB)).containsAll(bobs);
            assertThat(restarted.run("web_bob", "m2#1.tool#1", "true")).contains("\"completed\"");
        }
        assertThat(first.run(BOB, "m2#1.tool#2", "true")).isEqualTo(new Completed(0, "", "", false));
        assertThat(second.run(ALICE, "m1#1.tool#3", "true")).isEqualTo(new Completed(0, "", "", false));
    }

    /// As a life does that would make each container in another way, so that it can use none.
    private void othersRemoveLeftovers() {
        var usual = SandboxWorker.settings();
        var exec = new ExecConfig(
                ExecConfig.Security.ALLOWLIST, List.of("cat"), usual.exec().timeout());
        var other = new Life(new SandboxSettings(usual.sandbox(), exec, false));
        other.runtime.removeLeftovers();
        other.close();
    }

    private void awaitBegun(UserId person) {
        Awaitility.await()
                .atMost(StartedWorker.LIMIT)
                .until(() -> Files.exists(layout.person(person).workspace().resolve("begun")));
    }

    private Set<String> containers() {
        return Set.copyOf(Docker.run("ps", "-aq", "--filter", "label=moltmate.state", "--filter", "status=running")
                .lines()
                .filter(this::isHere)
                .toList());
    }

    private boolean isHere(String container) {
        return Docker.answer("inspect", "--format", "{{range .Mounts}}{{.Source}}{{end}}", container)
                .output()
                .startsWith(layout.users().toString());
    }

    private Set<String> containersOf(UserId person) {
        return Set.copyOf(Docker.run(
                        "ps",
                        "-q",
                        "--filter",
                        "volume=" + layout.person(person).workspace())
                .lines()
                .toList());
    }

    /// One life of the service, without its log.
    private final class Life {

        private final OwnerLease lease = new OwnerLease(layout.sandbox().resolve(".owners"));
        private final DockerSandboxRuntime runtime;
        private final RecordedResults results = new RecordedResults();
        private final SandboxRequestConsumer consumer;

        Life() {
            this(SandboxWorker.settings());
        }

        Life(SandboxSettings settings) {
            var user = HostUser.current();
            runtime = new DockerSandboxRuntime(() -> settings, () -> 0, layout, user.containerUser(), Map.of(), lease);
            var files =
                    new PersonFiles(layout, user.workspaceOwner(), FileLimits.DEFAULT, Quotas.ofMegabytes(() -> 1024));
            consumer = new SandboxRequestConsumer(
                    new SandboxRequests(
                            layout,
                            () -> settings,
                            files,
                            runtime,
                            new StepRecords(layout.sandbox(), lease, () -> false)),
                    results);
        }

        CompletableFuture<Void> send(UserId person, String step, String... arguments) {
            var request = SandboxWorker.exec(person, session, step, arguments);
            int partition = person.equals(ALICE) ? 0 : 1;
            return consumer.process(new ConsumerRecord<>(
                            "moltmate.sandbox.requests", partition, 0L, request.key(), RecordCodec.write(request)))
                    .toCompletableFuture();
        }

        SandboxOutcome run(UserId person, String step, String... arguments) {
            assertThat(send(person, step, arguments)).succeedsWithin(StartedWorker.LIMIT);
            return results.outcomes(step).getLast();
        }

        void close() {
            runtime.close();
            lease.close();
        }
    }
}
