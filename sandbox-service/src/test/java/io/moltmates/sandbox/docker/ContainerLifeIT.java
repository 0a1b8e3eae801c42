package io.moltmates.sandbox.docker;

import static io.moltmates.sandbox.docker.EngineInTest.ALICE;
import static io.moltmates.sandbox.docker.EngineInTest.BOB;
import static io.moltmates.sandbox.docker.EngineInTest.text;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.Cancellation;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import io.moltmates.schema.config.DockerConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From which container a command gets to which: over restarts, changes and prepared ones.
@Timeout(180)
class ContainerLifeIT {

    private static final SandboxOutcome DONE = new Completed(0, "", "", false);

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
    void usesAContainerAgainAfterARestart() {
        engine.run("bash", "-c", "echo kept > /tmp/note");
        String id = engine.onlyId();
        engine.restart();
        engine.runtime().removeLeftovers();
        assertThat(text(engine.run("cat", "/tmp/note"))).isEqualTo("kept\n");
        assertThat(engine.ours())
                .singleElement()
                .satisfies(container -> assertThat(container.getId()).isEqualTo(id));
    }

    @Test
    void answersWhatACutOffCommandPrinted() throws Exception {
        var command = engine.command(
                ALICE, engine.session, Duration.ofMinutes(1), "bash", "-c", "echo so far; touch begun; sleep 100");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = engine.runtime();
            Future<SandboxOutcome> cutOff = threads.submit(() -> first.run(command, new Cancellation()));
            Awaitility.await().until(() -> Files.exists(engine.workspace(ALICE).resolve("begun")));
            try (var old = engine.crash()) {
                assertThat(engine.runtime().interrupted(ALICE, engine.session, command.id(), 1))
                        .contains(new Interrupted("so far\n"));
                assertThat(engine.runtime().interrupted(ALICE, engine.session, "another", 1))
                        .isEmpty();
                assertThat(engine.runtime().interrupted(BOB, engine.session, command.id(), 1))
                        .isEmpty();
                assertThat(engine.run("true")).isEqualTo(DONE);
                assertThat(engine.ours()).hasSize(1);
                assertThat(old).isNotNull();
            }
            assertThat(cutOff.get(30, SECONDS)).isNotInstanceOf(Completed.class);
        }
    }

    @Test
    void removesWhatWouldBeMadeOtherwiseNow() {
        engine.run("true");
        String id = engine.onlyId();
        engine.programs("true", "cat");
        engine.restart();
        engine.runtime().removeLeftovers();
        assertThat(engine.ours()).isEmpty();
        engine.run("true");
        assertThat(engine.onlyId()).isNotEqualTo(id);
    }

    @Test
    void recyclesAContainerWhenTheConfigurationChanges() {
        engine.run("true");
        engine.runtime().removeIdle();
        assertThat(engine.ours()).hasSize(1);
        engine.programs("true", "cat");
        engine.runtime().removeIdle();
        Awaitility.await().untilAsserted(() -> assertThat(engine.ours()).isEmpty());
        assertThat(engine.run("true")).isEqualTo(DONE);
    }

    @Test
    void leavesAnotherWorkersContainersAlone() {
        engine.run("true");
        String id = engine.onlyId();
        try (var lease = engine.lease();
                var other = engine.open(lease)) {
            other.removeLeftovers();
            assertThat(engine.onlyId()).isEqualTo(id);
        }
        assertThat(engine.run("true")).isEqualTo(DONE);
        assertThat(engine.onlyId()).isEqualTo(id);
    }

    @Test
    void keepsTheSameSessionOfTwoStateDirectoriesApart(@TempDir Path elsewhere) {
        engine.run("true");
        try (var other = new EngineInTest(elsewhere)) {
            other.runIn(engine.session, "true");
            assertThat(other.names())
                    .singleElement()
                    .satisfies(name -> assertThat(name).startsWith("moltmate-sbx-" + engine.session + "-"));
            assertThat(engine.names()).containsExactly("moltmate-sbx-" + engine.session);
        }
    }

    @Test
    void givesAllSessionsOfAPersonOneContainerIfToldSo() {
        engine.shared();
        engine.run("bash", "-c", "echo shared > /tmp/note");
        assertThat(text(engine.runIn(engine.session + "2", "cat", "/tmp/note"))).isEqualTo("shared\n");
        assertThat(engine.names())
                .singleElement()
                .satisfies(name -> assertThat(name).startsWith("moltmate-sbx-user-"));
        engine.runtime().closeSession(ALICE, engine.session);
        assertThat(engine.names()).hasSize(1);
        engine.runtime().closePerson(ALICE);
        Awaitility.await().untilAsserted(() -> assertThat(engine.ours()).isEmpty());
    }

    @Test
    void takesAPreparedContainerForTheNextSession() {
        engine.sandbox(EngineInTest.pool(engine.settings.sandbox(), 1));
        engine.run("true");
        var prepared = new ArrayList<String>();
        Awaitility.await().untilAsserted(() -> {
            prepared.clear();
            engine.ours().stream()
                    .filter(container -> container.getNames()[0].startsWith("/moltmate-sbx-spare-")
                            && "running".equals(container.getState()))
                    .forEach(container -> prepared.add(container.getId()));
            assertThat(prepared).hasSize(1);
        });
        Awaitility.await().untilAsserted(() -> {
            String next = "next" + System.nanoTime();
            assertThat(engine.runIn(next, "true")).isEqualTo(DONE);
            assertThat(engine.engine
                            .control()
                            .inspectContainerCmd("moltmate-sbx-" + next)
                            .exec()
                            .getId())
                    .isIn(prepared);
        });
    }

    @Test
    void removesPreparedContainersAtTheEndAndLeavesSessionsOnes() {
        engine.sandbox(EngineInTest.pool(engine.settings.sandbox(), 1));
        engine.run("true");
        engine.runtime().close();
        assertThat(engine.names()).containsExactly("moltmate-sbx-" + engine.session);
    }

    @Test
    void startsManySessionsAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<SandboxOutcome>>();
            for (int i = 0; i < 30; i++) {
                String one = engine.session + "-" + i;
                calls.add(threads.submit(() -> engine.runIn(one, "true")));
            }
            for (var call : calls) {
                assertThat(call.get(120, SECONDS)).isEqualTo(DONE);
            }
        }
        assertThat(engine.ours()).hasSize(30);
    }

    @Test
    void runsNothingWhenTheImageWasReplaced() {
        String repository = "moltmate-sandbox-test";
        String tag = "t" + System.nanoTime();
        String image = repository + ":" + tag;
        var control = engine.engine.control();
        control.tagImageCmd(DockerConfig.DEFAULT.image(), repository, tag).exec();
        try {
            engine.sandbox(image(engine.settings.sandbox(), image));
            assertThat(engine.run("true")).isEqualTo(DONE);
            control.tagImageCmd("debian:bookworm-slim", repository, tag).exec();
            assertThat(engine.runIn("another" + tag, "true"))
                    .isEqualTo(new Unavailable("Commands are off here: the image " + image
                            + " was replaced while this server runs. Whoever runs this server can turn them on."));
            assertThat(engine.runtime().availability())
                    .isInstanceOfSatisfying(
                            Availability.Off.class,
                            off -> assertThat(off.remedy()).contains("restart"));
            engine.version = 2;
            assertThat(engine.runtime().availability())
                    .isInstanceOfSatisfying(
                            Availability.Off.class,
                            off -> assertThat(off.reason()).contains("no supervisor"));
        } finally {
            control.removeImageCmd(image).exec();
        }
    }

    @Test
    void saysWhatThereIsNot() {
        engine.sandbox(image(engine.settings.sandbox(), "moltmate-sandbox-test:none"));
        assertThat(engine.runtime().availability())
                .isInstanceOfSatisfying(
                        Availability.Off.class, off -> assertThat(off.remedy()).startsWith("Build it: docker build"));
        engine.sandbox(SandboxConfig.DEFAULT);
        engine.programs("true", "no-such-program");
        assertThat(engine.runtime().availability())
                .isInstanceOfSatisfying(
                        Availability.On.class, on -> assertThat(on.detail()).endsWith("lacks no-such-program"));
        engine.programs("no-such-program");
        assertThat(engine.runtime().availability())
                .isInstanceOfSatisfying(
                        Availability.Off.class,
                        off -> assertThat(off.reason()).contains("none of the allowed programs"));
    }

    private static SandboxConfig image(SandboxConfig config, String image) {
        var docker = config.docker();
        return new SandboxConfig(
                config.mode(),
                config.scope(),
                config.network(),
                new DockerConfig(
                        image,
                        docker.memory(),
                        docker.cpus(),
                        docker.pidsLimit(),
                        docker.runtime(),
                        docker.host(),
                        docker.tmpMb()),
                config.workspaceMb(),
                config.idle(),
                config.maxAge(),
                config.parallel(),
                config.pool());
    }
}
