package io.moltmates.sandbox.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Container;
import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.OwnerLease;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.SandboxSettings;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.DockerConfig;
import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A runtime on a real engine over one state directory, with more programs than the default; removes its
/// containers at the end.
final class EngineInTest implements AutoCloseable {

    static final UserId ALICE = new UserId("web_alice");
    static final UserId BOB = new UserId("web_bob");
    static final String USER = "10001:10001";

    private static final List<String> PROGRAMS = List.of(
            "cat", "head", "wc", "grep", "true", "false", "id", "touch", "bash", "perl", "yes", "find", "sleep",
            "chmod", "cp", "setsid");

    private static final ExecConfig EXEC =
            new ExecConfig(ExecConfig.Security.ALLOWLIST, PROGRAMS, Duration.ofMinutes(1));

    /// Without prepared containers, so that each container is there because of a command.
    private static final SandboxConfig WITHOUT_POOL = pool(SandboxConfig.DEFAULT, 0);

    final String session = "s" + System.nanoTime();
    final EngineConnection engine = new EngineConnection(null);
    volatile SandboxSettings settings;
    volatile Object version = 1;

    private final Path state;
    private OwnerLease lease;
    private DockerSandboxRuntime runtime;

    EngineInTest(Path state) {
        this(state, null);
    }

    /// @param host the engine's address for the service; the test itself uses the usual one
    EngineInTest(Path state, @Nullable URI host) {
        this.state = state;
        settings = new SandboxSettings(at(WITHOUT_POOL, host), EXEC, false);
        lease = lease();
        runtime = open();
        String why = runtime.availability() instanceof Availability.Off off ? off.reason() : "";
        assumeTrue(why.isEmpty(), "needs a Docker engine with the sandbox image: " + why);
        List.of(ALICE, BOB).forEach(this::workspace);
    }

    /// Whether commands could run on an engine at that address.
    static Availability availability(Path state, URI host) {
        var settings = new SandboxSettings(at(WITHOUT_POOL, host), EXEC, false);
        var layout = new StateLayout(state);
        try (var lease = new OwnerLease(layout.sandbox().resolve(".owners"));
                var runtime = new DockerSandboxRuntime(() -> settings, () -> 1, layout, USER, Map.of(), lease)) {
            runtime.removeLeftovers(); // waits until it is known
            return runtime.availability();
        }
    }

    private DockerSandboxRuntime open() {
        return open(lease);
    }

    /// Another one on the same state directory and engine.
    DockerSandboxRuntime open(OwnerLease of) {
        return new DockerSandboxRuntime(() -> settings, () -> version, new StateLayout(state), USER, Map.of(), of);
    }

    OwnerLease lease() {
        return new OwnerLease(new StateLayout(state).sandbox().resolve(".owners"));
    }

    DockerSandboxRuntime runtime() {
        return runtime;
    }

    /// As when the service is stopped and started again.
    void restart() {
        runtime.close();
        lease.close();
        lease = lease();
        runtime = open();
    }

    /// As when it was killed: the old life's runtime stays as it is, and its process counts as gone.
    DockerSandboxRuntime crash() {
        var old = runtime;
        lease.close();
        lease = lease();
        runtime = open();
        return old;
    }

    Path state() {
        return state;
    }

    Path workspace(UserId user) {
        try {
            var workspace = new StateLayout(state).person(user).workspace();
            Files.createDirectories(workspace);
            Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxrwxrwx"));
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void sandbox(SandboxConfig sandbox) {
        settings = new SandboxSettings(sandbox, settings.exec(), false);
    }

    void programs(String... names) {
        settings = new SandboxSettings(
                settings.sandbox(),
                new ExecConfig(ExecConfig.Security.ALLOWLIST, List.of(names), Duration.ofMinutes(1)),
                false);
    }

    private static SandboxConfig at(SandboxConfig config, @Nullable URI host) {
        var docker = config.docker();
        return new SandboxConfig(
                config.mode(),
                config.scope(),
                config.network(),
                new DockerConfig(
                        docker.image(),
                        docker.memory(),
                        docker.cpus(),
                        docker.pidsLimit(),
                        docker.runtime(),
                        host,
                        docker.tmpMb()),
                config.workspaceMb(),
                config.idle(),
                config.maxAge(),
                config.parallel(),
                config.pool());
    }

    static SandboxConfig pool(SandboxConfig config, int pool) {
        return new SandboxConfig(
                config.mode(),
                config.scope(),
                config.network(),
                config.docker(),
                config.workspaceMb(),
                config.idle(),
                config.maxAge(),
                config.parallel(),
                pool);
    }

    void shared() {
        var config = settings.sandbox();
        sandbox(new SandboxConfig(
                config.mode(),
                SandboxConfig.Scope.USER,
                config.network(),
                config.docker(),
                config.workspaceMb(),
                config.idle(),
                config.maxAge(),
                config.parallel(),
                config.pool()));
    }

    void network(String name) {
        var config = settings.sandbox();
        sandbox(new SandboxConfig(
                config.mode(),
                config.scope(),
                name,
                config.docker(),
                config.workspaceMb(),
                config.idle(),
                config.maxAge(),
                config.parallel(),
                config.pool()));
    }

    SandboxOutcome run(String... arguments) {
        return runIn(session, arguments);
    }

    SandboxOutcome runIn(String session, String... arguments) {
        return runtime.run(command(ALICE, session, Duration.ofSeconds(20), arguments), new Cancellation());
    }

    SandboxCommand command(UserId user, String session, Duration limit, String... arguments) {
        return new SandboxCommand(
                user,
                session,
                "m1#1.tool#1",
                ExecPlan.of(List.of(arguments)),
                limit,
                new StateLayout(state).person(user).workspace(),
                Optional::empty);
    }

    /// What it printed, or how it failed.
    static String text(SandboxOutcome outcome) {
        return outcome instanceof Completed completed ? completed.stdout() + completed.stderr() : outcome + "";
    }

    /// Those of people; one that only looked at the image goes by itself.
    List<Container> ours() {
        return all().stream()
                .filter(container ->
                        !ContainerNames.PROBE.equals(container.getLabels().get(ContainerNames.SESSION_LABEL)))
                .toList();
    }

    private List<Container> all() {
        return engine.control()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(
                        Map.of(ContainerNames.STATE_LABEL, ContainerNames.state(new StateLayout(state).users())))
                .exec();
    }

    List<String> names() {
        return ours().stream()
                .flatMap(container -> Arrays.stream(container.getNames()))
                .map(name -> name.substring(1))
                .toList();
    }

    String onlyId() {
        return ours().getFirst().getId();
    }

    @Override
    public void close() {
        runtime.close();
        lease.close();
        all().forEach(container -> ContainerMaker.removeContainer(engine, container.getId()));
        engine.close();
    }
}
