package io.moltmates.sandbox.attacks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.OwnerLease;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.SandboxSettings;
import io.moltmates.sandbox.docker.DockerSandboxRuntime;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.sandbox.policy.ExecPlan.Condition;
import io.moltmates.sandbox.policy.ExecPlan.Pipeline;
import io.moltmates.sandbox.policy.ExecPlan.Stage;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The real runtime with a policy that lets everything through: what programs are on the list is all
/// that is left of it. A person attacks in a session of their own, another one has canaries.
final class AttackedSandbox implements AutoCloseable {

    static final UserId ATTACKER = new UserId("web_mallory");
    static final UserId OTHER = new UserId("web_bob");

    private static final String USER = "10001:10001";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final StateLayout layout;
    private final String session;
    private final Canaries canaries;
    private final OwnerLease lease;
    private final DockerSandboxRuntime runtime;
    private volatile SandboxSettings settings;
    private final AtomicInteger reading = new AtomicInteger();

    /// @param directory an empty one, for everything that the test has on the host
    /// @param sandbox further settings of the section `sandbox`, each with a comma behind it
    /// @param programs that may run; each also as a shell would find it
    AttackedSandbox(Path directory, String image, String sandbox, List<String> programs) {
        layout = new StateLayout(directory.resolve("state"));
        session = "attack-" + System.nanoTime() + "-" + NUMBER.incrementAndGet();
        canaries = Canaries.place(layout, layout.person(OTHER), directory);
        makeWorkspace();
        settings = settings(image, sandbox, programs);
        lease = new OwnerLease(layout.sandbox().resolve(".owners"));
        runtime = new DockerSandboxRuntime(() -> settings, reading::get, layout, USER, Map.of(), lease);
        if (runtime.availability() instanceof Availability.Off off) {
            runtime.close();
            assumeTrue(false, "needs a Docker engine with the sandbox image: " + off.reason());
        }
    }

    static AttackedSandbox withProbes(Path directory, String... programs) {
        ProbeImage.require();
        return new AttackedSandbox(directory, ProbeImage.NAME, "", List.of(programs));
    }

    private static SandboxSettings settings(String image, String sandbox, List<String> programs) {
        String text = "{ sandbox: { pool: 0, " + sandbox + " docker: { image: '" + image
                + "' } }, tools: { exec: { safeBins: ['" + String.join("', '", programs) + "'] } } }";
        var loaded = ConfigLoader.parse(Path.of("moltmate.json"), text, Map.of());
        if (loaded.hasErrors()) {
            throw new IllegalArgumentException("Not a configuration: " + loaded.findings());
        }
        var config = loaded.config();
        return new SandboxSettings(config.sandbox(), config.tools().exec(), false);
    }

    private void makeWorkspace() {
        try {
            for (var user : List.of(ATTACKER, OTHER)) {
                var workspace = layout.person(user).workspace();
                Files.createDirectories(workspace);
                Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            Files.writeString(workspace().resolve("notes.txt"), "one\ntwo\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As if the operator had saved moltmate.json with no change.
    void readConfigurationAgain() {
        reading.incrementAndGet();
    }

    Path workspace() {
        return layout.person(ATTACKER).workspace();
    }

    Canaries canaries() {
        return canaries;
    }

    String session() {
        return session;
    }

    DockerSandboxRuntime runtime() {
        return runtime;
    }

    /// The id of the session's container, as the engine tells it; empty if there is none.
    String container() {
        return Docker.run("ps", "-q", "--no-trunc", "--filter", "name=^moltmate-sbx-" + session + "$")
                .strip();
    }

    /// A program that may write the workspace.
    SandboxOutcome run(String... command) {
        return run(true, LIMIT, command);
    }

    SandboxOutcome run(boolean writes, Duration limit, String... command) {
        return run(session, plan(writes, List.of(List.of(command))), limit);
    }

    SandboxOutcome run(String session, ExecPlan plan, Duration limit) {
        var command = new SandboxCommand(
                ATTACKER, session, "m1#1.tool#" + NUMBER.incrementAndGet(), plan, limit, workspace(), Optional::empty);
        return runtime.run(command, new Cancellation());
    }

    /// A pipeline of programs that name no operands, so that none are checked before the start.
    static ExecPlan plan(boolean writes, List<List<String>> stages) {
        var programs = stages.stream()
                .map(words -> new Stage(words.getFirst(), words.subList(1, words.size()), List.of(), writes))
                .toList();
        return new ExecPlan(List.of(new Pipeline(Condition.ALWAYS, programs)));
    }

    /// All that a person could see of an outcome.
    static String text(SandboxOutcome outcome) {
        return switch (outcome) {
            case Completed completed -> completed.stdout() + completed.stderr();
            case LimitReached limit -> limit.reason() + "\n" + limit.partialOutput();
            case Interrupted interrupted -> interrupted.partialOutput();
            case Cancelled cancelled -> cancelled.partialOutput();
            default -> outcome.toString();
        };
    }

    @Override
    public void close() {
        runtime.close(); // leaves the containers for the next life of the service
        lease.close();
        for (var id : Docker.run("ps", "-aq", "--filter", "volume=" + workspace())
                .lines()
                .toList()) {
            Docker.answer("rm", "-f", id); // one that went away meanwhile is no fault
        }
        // a tree deeper than the longest path, and files of another user, are more than JUnit can remove
        Docker.run(
                "run",
                "--rm",
                "--user=0",
                "--volume=" + workspace() + ":/w",
                ProbeImage.SANDBOX,
                "find",
                "/w",
                "-mindepth",
                "1",
                "-delete");
    }
}
