package io.moltmates.gateway;

import io.moltmates.schema.PersonToken;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Secrets;
import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// The packaged program as a process of its own, with its own state directory and ports; for tests of the whole.
///
/// It needs `mvn package` to have run. Its output lies in [#log()]. Closing kills it.
public final class RunningGateway implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(3);

    private final Path stateDirectory;
    private final int port;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;

    private RunningGateway(Path stateDirectory, int port, Map<String, String> environment) {
        this.stateDirectory = stateDirectory;
        this.port = port;
        this.environment = Map.copyOf(environment);
        this.log = stateDirectory.resolveSibling(stateDirectory.getFileName() + ".log");
        this.process = launch();
    }

    /// Starts on free ports, and returns when it is ready.
    public static RunningGateway start(Path stateDirectory, Map<String, String> environment) {
        var gateway = new RunningGateway(stateDirectory, FreePorts.three(), environment);
        gateway.awaitReady();
        return gateway;
    }

    /// Any other command of the program, with the same state directory.
    public static Process command(
            Path stateDirectory, Map<String, String> environment, Path output, String... arguments) {
        Path app = Path.of(System.getProperty("moltmate.app", "target/quarkus-app"))
                .toAbsolutePath();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("src/main/jvm/moltmate.options").toAbsolutePath()));
        try {
            command.addAll(TrainedCache.flags(
                    app,
                    List.copyOf(command),
                    List.of("gateway", "--training", "--port", String.valueOf(FreePorts.three()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.addAll(List.of("-jar", app.resolve("quarkus-run.jar").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY") || name.startsWith("OLLAMA"));
        builder.environment().putAll(environment);
        builder.environment().put(StateLayout.ENVIRONMENT_VARIABLE, stateDirectory.toString());
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    public StateLayout layout() {
        return new StateLayout(stateDirectory);
    }

    public long pid() {
        return process.pid();
    }

    /// For Kafka's clients: how to reach the embedded broker.
    public Map<String, String> brokerClient() {
        return new BrokerSettings(layout().kafka(), new Ports(port), secrets().brokerPassword()).client("");
    }

    public String operatorToken() {
        return secrets().operatorToken();
    }

    public String personToken(String name) {
        return new PersonToken(secrets().personKey()).issue(name);
    }

    /// All that it has printed, in all its runs.
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it at once, as a crash does.
    public void kill9() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /// Stops it in order; returns the exit code.
    public int stop() {
        process.destroy();
        awaitEnd(Duration.ofSeconds(40));
        return process.exitValue();
    }

    /// Freezes it.
    public void sigstop() {
        signal("STOP");
    }

    /// Lets it go on after [#sigstop()].
    public void sigcont() {
        signal("CONT");
    }

    /// Starts it again after it ended, on the same ports and directory, and returns when it is ready.
    public void restart() {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill9();
        }
    }

    private Process launch() {
        return command(stateDirectory, environment, log, "gateway", "--port", String.valueOf(port));
    }

    private void awaitReady() {
        Awaitility.await("the gateway is ready")
                .atMost(READY)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("The gateway has ended:\n" + log());
                    }
                    return RunFile.running(layout())
                            .filter(run -> run.pid() == process.pid())
                            .isPresent();
                });
    }

    private Secrets secrets() {
        try {
            return RecordCodec.read(Files.readAllBytes(layout().secrets()), Secrets.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The gateway did not end within " + limit + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
