package io.moltmates.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.Availability;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an operator does by hand, as the documentation says it.
@Timeout(300)
class OperatorWaysIT {

    private static final Completed NOTES = new Completed(0, "one\ntwo\n", "", false);

    @TempDir
    private Path directory;

    @Test
    void theListOfContainersNamesTheSession() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "cat")) {
            sandbox.run("cat", "notes.txt");
            assertThat(Docker.run("ps").lines().filter(line -> line.contains("moltmate")))
                    .anyMatch(line -> line.endsWith("moltmate-sbx-" + sandbox.session()));
        }
    }

    @Test
    void theImageTellsWhereAProgramIs() {
        ProbeImage.require();
        assertThat(Docker.run("run", "--rm", ProbeImage.SANDBOX, "which", "cat"))
                .isEqualTo("/usr/bin/cat\n");
    }

    @Test
    void aContainerThatWasStoppedIsReplaced() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "cat")) {
            sandbox.run("cat", "notes.txt");
            String first = sandbox.container();
            Docker.run("stop", "--time=1", first);
            assertThat(sandbox.run("cat", "notes.txt")).isEqualTo(NOTES);
            assertThat(sandbox.container()).isNotEmpty().isNotEqualTo(first);
        }
    }

    @Test
    void aContainerThatWasRemovedIsReplaced() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "cat")) {
            sandbox.run("cat", "notes.txt");
            String first = sandbox.container();
            Docker.run("rm", "--force", first);
            assertThat(sandbox.run("cat", "notes.txt")).isEqualTo(NOTES);
            assertThat(sandbox.container()).isNotEmpty().isNotEqualTo(first);
        }
    }

    @Test
    void aProgramOfAnAddedPackageRunsOnceItIsListed() throws IOException {
        ProbeImage.require();
        String image = "moltmate-sandbox-added:" + System.nanoTime();
        Path context = Files.createDirectories(directory.resolve("image"));
        Files.writeString(context.resolve("Dockerfile"), """
                FROM moltmate-sandbox:bookworm-slim
                USER root
                RUN apt-get update \
                    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends jq \
                    && rm -rf /var/lib/apt/lists/*
                USER 10001:10001
                """);
        if (Docker.answer("build", "--tag", image, context.toString()).exitCode() != 0) {
            Docker.run("build", "--network=host", "--tag", image, context.toString());
        }
        try (var sandbox = new AttackedSandbox(directory, image, "", List.of("jq", "cat"))) {
            Files.writeString(sandbox.workspace().resolve("data.json"), "{\"answer\": 42}");
            assertThat(sandbox.run("jq", ".answer", "data.json")).isEqualTo(new Completed(0, "42\n", "", false));
        } finally {
            Docker.answer("rmi", "--force", image);
        }
    }

    @Test
    void noCommandRunsWhenTheImagesNameMeansAnotherImage() {
        ProbeImage.require();
        String image = "moltmate-sandbox-tagged:" + System.nanoTime();
        Docker.run("tag", ProbeImage.NAME, image);
        try (var sandbox = new AttackedSandbox(directory, image, "", List.of("cat"))) {
            assertThat(sandbox.run("cat", "notes.txt")).isEqualTo(NOTES);
            Docker.run("tag", ProbeImage.SANDBOX, image);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(sandbox.run("cat", "notes.txt"))
                            .isInstanceOfSatisfying(
                                    Unavailable.class,
                                    off -> assertThat(off.reason()).contains("was replaced while this server runs")));
            assertThat(sandbox.runtime().availability())
                    .isInstanceOfSatisfying(
                            Availability.Off.class,
                            off -> assertThat(off.remedy()).contains("restart", "moltmate.json"));
            sandbox.readConfigurationAgain();
            assertThat(sandbox.run("cat", "notes.txt")).isEqualTo(NOTES);
        } finally {
            Docker.answer("rmi", image);
        }
    }
}
