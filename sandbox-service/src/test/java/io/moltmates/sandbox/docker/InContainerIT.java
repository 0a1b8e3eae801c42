package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.sandbox.StartedWorker;
import io.moltmates.sandbox.attacks.Docker;
import io.moltmates.sandbox.proxy.EngineProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The service in a container, as in the distributed form: not root, without capabilities, its state in a volume whose
/// name it does not know.
@Timeout(300)
class InContainerIT {

    private static final String BASE = "debian:bookworm-slim";
    private static final String USER = "10000:10000";
    private static final String STATE = "/var/lib/moltmates";

    private final String name = "moltmates-incontainer-" + System.nanoTime();

    @TempDir
    private static Path classes;

    private static JavaInContainer java;

    private final List<String> containers = new ArrayList<>();
    private String hostState;

    @BeforeAll
    static void copyClasses() throws IOException {
        java = JavaInContainer.copiedTo(classes);
    }

    @BeforeEach
    void makeVolume() {
        assumeTrue(Docker.isThere(), "needs a Docker engine");
        for (String image : List.of(BASE, "moltmate-sandbox:bookworm-slim")) {
            assumeTrue(Docker.answer("image", "inspect", image).exitCode() == 0, "needs the image " + image);
        }
        Docker.run("volume", "create", name);
        Docker.run("network", "create", name);
        Docker.run("run", "--rm", "-v", name + ":/state", BASE, "chown", USER, "/state");
        hostState = Docker.run("volume", "inspect", "--format", "{{.Mountpoint}}", name)
                .strip();
    }

    @AfterEach
    void removeAll() {
        containers.forEach(container -> Docker.answer("rm", "-f", container));
        Docker.run("ps", "-aq", "--filter", "label=moltmate.state=" + ContainerNames.state(Path.of(hostState, "users")))
                .lines()
                .forEach(container -> Docker.answer("rm", "-f", container));
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                Docker.answer("volume", "rm", "-f", name).exitCode())
                        .isZero());
        Docker.answer("network", "rm", name);
    }

    @Test
    void commandsRunInThePersonsPartOfTheVolume() throws Exception {
        try (var worker = worker(withSocket())) {
            works(worker);
        }
    }

    @Test
    void commandsRunBehindTheProxyToo() throws Exception {
        startProxy();
        try (var worker = worker(List.of("-e", "DOCKER_HOST=tcp://" + name + "-proxy:2375"))) {
            works(worker);
        }
    }

    @Test
    void runsNothingUnderAWrongNameOfTheVolumeAndNamesTheRightOne() throws Exception {
        var options = new ArrayList<>(withSocket());
        options.addAll(List.of("-e", "MOLTMATE_HOST_STATE_DIR=/srv/moltmates-nowhere"));
        try (var worker = worker(options)) {
            assertThat(worker.availability())
                    .isEqualTo("off: what this service writes to " + STATE
                            + "/users is not what the engine's machine has at"
                            + " /srv/moltmates-nowhere/users | Set MOLTMATE_HOST_STATE_DIR to " + hostState
                            + ", or unset it: the engine calls " + hostState + "/users what is " + STATE
                            + "/users here.");
            assertThat(worker.run("web_alice", "m1#1.tool#1", "id -u"))
                    .contains("\"unavailable\"", "Commands are off here: what this service writes");
        }
    }

    @Test
    void runsNothingWhenTheStateIsInNoVolume() throws Exception {
        var options = new ArrayList<>(withSocket());
        options.addAll(List.of("--tmpfs", "/state:uid=10000,gid=10000,mode=0700", "-e", "MOLTMATE_STATE_DIR=/state"));
        try (var worker = worker(options)) {
            assertThat(worker.availability())
                    .startsWith("off: the state directory /state is inside of this container")
                    .contains("Mount a volume or a directory of the engine's machine at /state");
        }
    }

    @Test
    void runsNothingWhenTheVolumeIsNotTheServicesAndSaysWhoseItHasToBe() throws Exception {
        Docker.run("run", "--rm", "-v", name + ":/state", BASE, "chown", "0:0", "/state");
        try (var worker = worker(withSocket())) {
            assertThat(worker.availability()).startsWith("off: ").endsWith("chown -R 10000:10000 " + STATE);
        }
    }

    private void works(StartedWorker worker) {
        assertThat(worker.availability()).startsWith("on: ");
        assertThat(worker.run("web_alice", "m1#1.tool#1", "bash -c id>made.txt"))
                .contains("\"completed\"", "\"exitCode\":0");
        assertThat(Docker.run(
                        "run",
                        "--rm",
                        "-v",
                        name + ":/state",
                        BASE,
                        "cat",
                        "/state/users/web_alice/workspace/made.txt"))
                .startsWith("uid=10000 gid=10000");
        assertThat(worker.run("web_alice", "m1#1.tool#2", "cat made.txt")).contains("uid=10000 gid=10000");
        assertThat(Docker.run("run", "--rm", "-v", name + ":/state", BASE, "ls", "-A", "/state/users"))
                .isEqualTo("web_alice\n");
    }

    private StartedWorker worker(List<String> options) {
        var command = new ArrayList<>(List.of("docker", "run", "-i", "--rm", "--name", name, "--network", name));
        containers.add(name);
        command.addAll(List.of("--user", USER, "--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
        command.addAll(List.of("--read-only", "--tmpfs", "/tmp:exec", "-v", name + ":" + STATE));
        command.addAll(List.of("-e", "MOLTMATE_STATE_DIR=" + STATE, "-e", "SANDBOX_WORKER_SESSION=" + name));
        command.addAll(java.options());
        command.addAll(options);
        command.addAll(List.of(BASE, java.program()));
        command.addAll(StartedWorker.program(java.classpath()));
        return StartedWorker.start(command, Map.of());
    }

    private static List<String> withSocket() throws IOException {
        var socket = Path.of("/var/run/docker.sock");
        return List.of(
                "-v", socket + ":" + socket, "--group-add", String.valueOf(Files.getAttribute(socket, "unix:gid")));
    }

    private void startProxy() throws IOException {
        var command = new ArrayList<>(List.of("run", "-d", "--name", name + "-proxy", "--network", name));
        containers.add(name + "-proxy");
        command.addAll(List.of("--user", USER, "--cap-drop", "ALL", "-v", name + ":" + STATE + ":ro"));
        command.addAll(List.of("-e", "MOLTMATE_STATE_DIR=" + STATE));
        command.addAll(withSocket());
        command.addAll(java.options());
        command.addAll(List.of(BASE, java.program(), "-Xmx64m", "-cp", java.classpath(), EngineProxy.class.getName()));
        Docker.run(command.toArray(String[]::new));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(Docker.run("logs", name + "-proxy")).contains("engine proxy listens"));
    }
}
