package io.moltmates.benchmarks;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerMount;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The Docker engine itself: its own `exec`, and the containers that a state directory's sandbox made.
final class SandboxEngine implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PREFIX = "moltmate-sbx-";

    private final DockerClient client;

    SandboxEngine() {
        var configuration =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(configuration.getDockerHost())
                .sslConfig(configuration.getSSLConfig())
                .responseTimeout(LIMIT)
                .build();
        client = DockerClientImpl.getInstance(configuration, transport);
    }

    String version() {
        return client.versionCmd().exec().getVersion();
    }

    /// The names of the runtimes that containers can have.
    Set<String> runtimes() {
        Object runtimes = client.infoCmd().exec().getRawValues().get("Runtimes");
        return runtimes instanceof Map<?, ?> named
                ? Set.copyOf(named.keySet().stream().map(String::valueOf).toList())
                : Set.of();
    }

    /// Runs a program by `docker exec`; how long that took, in nanoseconds.
    ///
    /// @throws IOException if it did not print what is expected
    long execByCommandLine(String container, List<String> program, String expected)
            throws IOException, InterruptedException {
        var command = Stream.concat(Stream.of("docker", "exec", container), program.stream())
                .toList();
        long start = System.nanoTime();
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        long nanos = System.nanoTime() - start;
        require(code == 0 && output.equals(expected), output);
        return nanos;
    }

    /// Runs a program through the engine's API: makes the exec, reads its output, asks for its exit code; how long
    /// that took, in nanoseconds.
    ///
    /// @throws IOException if it did not print what is expected
    long execByApi(String container, List<String> program, String expected) throws IOException, InterruptedException {
        long start = System.nanoTime();
        var output = new Output();
        Long code;
        try {
            String id = client.execCreateCmd(container)
                    .withCmd(program.toArray(String[]::new))
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId();
            client.execStartCmd(id).exec(output).awaitCompletion(LIMIT.toSeconds(), TimeUnit.SECONDS);
            code = client.inspectExecCmd(id).exec().getExitCodeLong();
        } catch (DockerException e) {
            throw new IOException("The engine refused an exec: " + e.getMessage(), e);
        }
        long nanos = System.nanoTime() - start;
        String text = output.bytes.toString(StandardCharsets.UTF_8);
        require(code != null && code == 0 && text.equals(expected), text);
        return nanos;
    }

    private static void require(boolean holds, String output) throws IOException {
        if (!holds) {
            throw new IOException("The engine's exec printed: " + output);
        }
    }

    /// The names of the containers that run and mount something below the directory.
    Set<String> runningBelow(Path directory) {
        return below(directory, false)
                .flatMap(container -> Stream.of(container.getNames()))
                .map(name -> name.substring(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    static String nameOf(String session) {
        return PREFIX + session;
    }

    /// The id of the session's container; asked anew each time, since a container that is gone is replaced.
    String idOf(String session) {
        return client.inspectContainerCmd(nameOf(session)).exec().getId();
    }

    /// The process that the engine counts as the container's first, as the host sees it.
    long pidOf(String container) {
        Long pid = client.inspectContainerCmd(container).exec().getState().getPidLong();
        return pid == null ? 0 : pid;
    }

    /// Removes all containers that mount something below the directory, running or not.
    void removeBelow(Path directory) {
        below(directory, true).forEach(container -> {
            try {
                client.removeContainerCmd(container.getId()).withForce(true).exec();
            } catch (NotFoundException | com.github.dockerjava.api.exception.ConflictException _) {
                // it goes by itself
            }
        });
    }

    private Stream<Container> below(Path directory, boolean stoppedToo) {
        return client.listContainersCmd().withShowAll(stoppedToo).withNameFilter(List.of(PREFIX)).exec().stream()
                .filter(container -> container.getMounts().stream()
                        .map(ContainerMount::getSource)
                        .anyMatch(source -> source != null && Path.of(source).startsWith(directory)));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    /// What an exec printed.
    private static final class Output extends ResultCallback.Adapter<Frame> {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void onNext(Frame frame) {
            bytes.writeBytes(frame.getPayload());
        }
    }
}
