package io.moltmates.sandbox.docker;

import static io.moltmates.sandbox.docker.EngineInTest.ALICE;
import static io.moltmates.sandbox.docker.EngineInTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import io.moltmates.schema.config.DockerConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The same commands on gVisor's kernel, which has no Landlock.
@Timeout(180)
class GvisorIT {

    private static final String RUNTIME = "runsc";

    @TempDir
    private Path state;

    private EngineInTest engine;

    @BeforeEach
    void open() {
        engine = new EngineInTest(state);
        var runtimes = engine.engine.control().infoCmd().exec().getRawValues().get("Runtimes");
        assumeTrue(
                runtimes instanceof java.util.Map<?, ?> all && all.containsKey(RUNTIME),
                "needs an engine with the runtime " + RUNTIME);
        engine.sandbox(gvisor(engine.settings.sandbox()));
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
        assertThat(text(engine.run("id", "-u"))).isEqualTo("10001\n");
        assertThat(text(engine.run("cat", "/proc/version"))).doesNotContain("6.18");
        assertThat(engine.engine
                        .control()
                        .inspectContainerCmd(engine.onlyId())
                        .exec()
                        .getHostConfig()
                        .getRuntime())
                .isEqualTo(RUNTIME);
    }

    @Test
    void endsAProgramAtItsLimit() {
        engine.run("true");
        var command = engine.command(ALICE, engine.session, Duration.ofSeconds(2), "sleep", "100");
        assertThat(engine.runtime().run(command, new Cancellation())).isInstanceOf(LimitReached.class);
        assertThat(engine.run("true")).isEqualTo(new Completed(0, "", "", false));
    }

    private static SandboxConfig gvisor(SandboxConfig config) {
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
                        RUNTIME,
                        docker.host(),
                        docker.tmpMb()),
                config.workspaceMb(),
                config.idle(),
                config.maxAge(),
                config.parallel(),
                config.pool());
    }
}
