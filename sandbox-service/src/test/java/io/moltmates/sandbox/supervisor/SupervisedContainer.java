package io.moltmates.sandbox.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.sandbox.docker.Seccomp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A container with the real supervisor, made and attached to by the engine's own command line.
final class SupervisedContainer implements AutoCloseable {

    private static final String IMAGE = "moltmate-sandbox:bookworm-slim";
    private static final List<String> PROGRAMS = List.of(
            "cat",
            "head",
            "tail",
            "grep",
            "wc",
            "bash",
            "sleep",
            "yes",
            "touch",
            "rm",
            "dd",
            "perl",
            "setsid",
            "true",
            "false",
            "no-such-program");

    private final String name = "moltmate-supervisor-it-" + System.nanoTime();

    /// @param workspace becomes writable for everybody
    SupervisedContainer(Path workspace, Path profile) throws IOException {
        Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(profile, Seccomp.isolated());
        List<String> command = new ArrayList<>(List.of(
                ("run -d -i --rm --network none --read-only --ipc none --memory 128m --memory-swap 128m --cpus 1"
                                + " --pids-limit 128 --cap-drop ALL --security-opt no-new-privileges --user 10001:10001"
                                + " --ulimit core=0 --ulimit nofile=256 --log-driver none --workdir /workspace"
                                + " --tmpfs /tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777")
                        .split(" ", -1)));
        command.addAll(List.of("--security-opt", "seccomp=" + profile));
        command.addAll(List.of("-v", workspace + ":/workspace", "--name", name, IMAGE));
        command.addAll(List.of("/usr/local/bin/moltmate-supervisor", "--idle", "60", "--landlock", "required"));
        command.add("--allow");
        command.addAll(PROGRAMS);
        docker(command);
    }

    /// Skips the test when there is no engine, or no image with a supervisor in it.
    static void assumeThere() {
        String why;
        try {
            docker(List.of(
                    "run",
                    "--rm",
                    "--network",
                    "none",
                    IMAGE,
                    "/usr/local/bin/moltmate-supervisor",
                    "--probe",
                    "--allow"));
            why = "";
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        assumeTrue(why.isEmpty(), "needs a Docker engine with the sandbox image: " + why);
    }

    Supervisor attach() throws IOException {
        return Supervisor.attach(wire(), Duration.ofSeconds(10));
    }

    Wire wire() throws IOException {
        var process = new ProcessBuilder("docker", "attach", "--sig-proxy=false", name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Wire() {
            @Override
            public InputStream in() {
                return process.getInputStream();
            }

            @Override
            public OutputStream out() {
                return process.getOutputStream();
            }

            @Override
            public void close() {
                process.destroyForcibly();
            }
        };
    }

    /// The programs that run in it, without the supervisor.
    List<String> processes() throws IOException {
        return docker(List.of("top", name, "-eo", "pid,args"))
                .lines()
                .skip(1)
                .filter(line -> !line.contains("moltmate-supervisor --idle"))
                .toList();
    }

    private static String docker(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        docker(List.of("rm", "-f", name));
    }
}
