package io.moltmates.sandbox.docker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DockerSandboxRuntimeIT {

    private static final UserId ALICE = new UserId("web_alice");
    private static final UserId BOB = new UserId("web_bob");
    private static final String USER = "10001:10001";

    @TempDir
    private Path state;

    private final String session = "s" + System.nanoTime();
    private DockerSandboxRuntime runtime;

    @BeforeEach
    void openRuntime() throws IOException {
        runtime = new DockerSandboxRuntime(() -> SandboxConfig.DEFAULT, state, USER);
        String why = runtime.availability() instanceof Availability.Off off ? off.reason() : "";
        assumeTrue(why.isEmpty(), "needs a Docker engine with the sandbox image: " + why);
        for (var user : List.of(ALICE, BOB)) {
            Files.createDirectories(workspace(user));
            Files.setPosixFilePermissions(workspace(user), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    @AfterEach
    void closeRuntime() {
        runtime.close();
    }

    @Test
    void runsAProgramInTheWorkspace() throws IOException {
        Files.writeString(workspace(ALICE).resolve("notes.txt"), "one\ntwo\n");
        assertThat(run("wc", "-l", "notes.txt")).isEqualTo(new Completed(0, "2 notes.txt\n", "", false));
        assertThat(run("cat", "none")).isInstanceOfSatisfying(Completed.class, outcome -> {
            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.stderr()).contains("No such file");
        });
    }

    @Test
    void givesTheProgramNothingButTheWorkspace() {
        assertThat(text(run("id", "-u"))).isEqualTo("10001\n");
        assertThat(text(run("cat", "/proc/net/dev"))).doesNotContain("eth0");
        assertThat(text(run("grep", "-E", "CapEff|CapBnd|NoNewPrivs|Seccomp:", "/proc/self/status")))
                .contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2");
        assertThat(run("touch", "/etc/x"))
                .isInstanceOfSatisfying(
                        Completed.class, outcome -> assertThat(outcome.stderr()).contains("Read-only file system"));
        assertThat(text(run("bash", "-c", "cp /bin/true /tmp/x && chmod +x /tmp/x && /tmp/x || echo kept")))
                .isEqualTo("kept\n");
        assertThat(text(run("touch", "made.txt"))).isEmpty();
        assertThat(workspace(ALICE).resolve("made.txt")).exists();
    }

    @Test
    void showsNoBytesOfAnotherPerson() throws IOException {
        Files.writeString(workspace(BOB).resolve("secret.txt"), "bob's canary");
        assertThat(text(run("find", "/", "-name", "secret.txt", "-not", "-path", "/proc/*")))
                .isEmpty();
        assertThat(text(run("grep", "-c", "web_bob", "/proc/self/mountinfo"))).isEqualTo("0\n");
    }

    @Test
    void endsAProgramAtItsLimit() {
        var outcome =
                run(Duration.ofMillis(700), new Cancellation(), "bash", "-c", "echo begun; setsid sleep 100 & wait");
        assertThat(outcome).isInstanceOfSatisfying(LimitReached.class, limit -> {
            assertThat(limit.partialOutput()).isEqualTo("begun\n");
            assertThat(limit.reason()).contains("0.700 seconds");
        });
        assertThat(text(run("bash", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")))
                .contains("sleep infinity")
                .doesNotContain("sleep 100");
    }

    @Test
    void endsAProgramThatIgnoresBeingAsked() {
        var outcome =
                run(Duration.ofMillis(500), new Cancellation(), "bash", "-c", "trap '' TERM; while :; do :; done");
        assertThat(outcome).isInstanceOf(LimitReached.class);
    }

    @Test
    void endsAProgramWithinASecondWhenItIsCancelled() throws Exception {
        run("true");
        var cancellation = new Cancellation();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(
                    () -> run(Duration.ofMinutes(1), cancellation, "bash", "-c", "touch begun; sleep 100"));
            Awaitility.await().until(() -> Files.exists(workspace(ALICE).resolve("begun")));
            cancellation.cancel();
            assertThat(running.get(1, SECONDS)).isInstanceOf(Cancelled.class);
        }
        assertThat(text(run("bash", "-c", "cat /proc/[0-9]*/cmdline"))).doesNotContain("begun");
    }

    @Test
    void cutsWhatAProgramPrints() {
        assertThat(run("head", "-c", "200000", "/dev/zero")).isInstanceOfSatisfying(Completed.class, outcome -> {
            assertThat(outcome.stdout()).hasSize(64 << 10);
            assertThat(outcome.truncated()).isTrue();
        });
        assertThat(run("yes"))
                .isInstanceOfSatisfying(
                        LimitReached.class, limit -> assertThat(limit.reason()).contains("printed too much"));
    }

    @Test
    void makesOneContainerForCallsAtTheSameTime() throws Exception {
        var outcomes = new ArrayList<SandboxOutcome>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = java.util.stream.IntStream.range(0, 4)
                    .mapToObj(_ -> threads.submit(() -> run("cat", "/proc/sys/kernel/random/boot_id")))
                    .toList();
            for (var call : calls) {
                outcomes.add(call.get(60, SECONDS));
            }
        }
        assertThat(outcomes).hasSize(4).allMatch(Completed.class::isInstance);
        assertThat(ours()).hasSize(1);
    }

    @Test
    void makesTheContainerAgainWhenSomebodyRemovedIt() {
        run("true");
        try (var engine = new EngineConnection(null)) {
            SessionContainer.removeContainer(engine, "moltmate-sbx-" + session);
        }
        assertThat(run("true")).isEqualTo(new Completed(0, "", "", false));
    }

    @Test
    void seesTheNewWorkspaceWhenTheOldOneWasDeleted() throws IOException {
        Files.writeString(workspace(ALICE).resolve("old.txt"), "old");
        run("true");
        Files.delete(workspace(ALICE).resolve("old.txt"));
        Files.move(workspace(ALICE), state.resolve("away"));
        Files.createDirectories(workspace(ALICE));
        Files.writeString(workspace(ALICE).resolve("new.txt"), "new");
        assertThat(text(run("cat", "new.txt"))).isEqualTo("new");
    }

    @Test
    void removesItsContainersAtTheEnd() {
        run("true");
        runtime.close();
        assertThat(ours()).isEmpty();
    }

    @Test
    void removesWhatAnotherLifeLeftBehindButNotWhatIsInUse() {
        run("true");
        try (var engine = new EngineConnection(null)) {
            var names = ContainerNames.of(state);
            engine.control()
                    .createContainerCmd(SandboxConfig.DEFAULT.docker().image())
                    .withLabels(Map.of(
                            ContainerNames.STATE_LABEL, names.state(),
                            ContainerOwner.LABEL,
                                    new ContainerOwner(
                                                    names.owner().host(),
                                                    names.owner().pid(),
                                                    1)
                                            .label()))
                    .withCmd(ContainerSpec.WAIT)
                    .exec();
        }
        runtime.removeLeftovers();
        assertThat(ours()).extracting(container -> container.getNames()[0]).containsExactly("/moltmate-sbx-" + session);
    }

    @Test
    void doesNotRunWhenTheWorkspaceIsNotReady() {
        var gone = new SandboxOutcome.Gone();
        var command = new SandboxCommand(
                ALICE,
                session,
                "m1#1.tool#1",
                ExecPlan.of(List.of("true")),
                Duration.ofSeconds(10),
                workspace(ALICE),
                () -> Optional.of(gone));
        assertThat(runtime.run(command, new Cancellation())).isEqualTo(gone);
        assertThat(ours()).isEmpty();
    }

    @Test
    void refusesAContainerThatTheEngineMadeWithLessProtection() {
        var spec = new ContainerSpec("unused", USER, workspace(ALICE), SandboxConfig.DEFAULT.docker(), Map.of());
        assertThat(faultOf(spec, spec.hostConfig(), USER)).isEmpty();
        assertThat(faultOf(spec, spec.hostConfig(), "0:0")).contains("the user is another one");
        assertThat(faultOf(spec, spec.hostConfig().withNetworkMode("bridge"), USER))
                .contains("it has a network");
        assertThat(faultOf(spec, spec.hostConfig().withReadonlyRootfs(false), USER))
                .contains("its root can be written");
        assertThat(faultOf(spec, spec.hostConfig().withPrivileged(true), USER)).contains("it is privileged");
        assertThat(faultOf(spec, spec.hostConfig().withCapAdd(Capability.NET_RAW), USER))
                .contains("it has capabilities");
        assertThat(faultOf(spec, spec.hostConfig().withSecurityOpts(List.of()), USER))
                .contains("its programs may gain privileges");
        assertThat(faultOf(spec, spec.hostConfig().withMemory(64L << 20).withMemorySwap(64L << 20), USER))
                .contains("its memory has no limit");
        assertThat(faultOf(spec, spec.hostConfig().withPidsLimit(0L), USER)).contains("its processes have no limit");
        assertThat(faultOf(spec, spec.hostConfig().withMounts(List.of()), USER))
                .contains("more or less than the workspace is mounted");
    }

    private Optional<String> faultOf(ContainerSpec spec, HostConfig host, String user) {
        try (var engine = new EngineConnection(null)) {
            String id = engine.control()
                    .createContainerCmd(spec.config().image())
                    .withUser(user)
                    .withHostConfig(host)
                    .withCmd(ContainerSpec.WAIT)
                    .exec()
                    .getId();
            try {
                return ContainerPosture.fault(
                        engine.control().inspectContainerCmd(id).exec(), spec);
            } finally {
                SessionContainer.removeContainer(engine, id);
            }
        }
    }

    private List<Container> ours() {
        try (var engine = new EngineConnection(null)) {
            return engine.control()
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(
                            ContainerNames.STATE_LABEL, ContainerNames.of(state).state()))
                    .exec();
        }
    }

    private SandboxOutcome run(String... arguments) {
        return run(Duration.ofSeconds(20), new Cancellation(), arguments);
    }

    private SandboxOutcome run(Duration limit, Cancellation cancellation, String... arguments) {
        return runtime.run(
                new SandboxCommand(
                        ALICE,
                        session,
                        "m1#1.tool#1",
                        ExecPlan.of(List.of(arguments)),
                        limit,
                        workspace(ALICE),
                        Optional::empty),
                cancellation);
    }

    private static String text(SandboxOutcome outcome) {
        return outcome instanceof Completed completed ? completed.stdout() : outcome + "";
    }

    private Path workspace(UserId user) {
        return state.resolve("users").resolve(user.directoryName()).resolve("workspace");
    }
}
