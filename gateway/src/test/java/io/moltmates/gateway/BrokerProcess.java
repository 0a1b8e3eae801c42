package io.moltmates.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A broker as a process of its own, which can die: the embedded one, without a gateway around it.
final class BrokerProcess implements AutoCloseable {

    private static final String PASSWORD = "broker-password-of-the-tests";

    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private BrokerProcess(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /// One that does not run yet; its address is known.
    static BrokerProcess in(Path directory) {
        return new BrokerProcess(directory, FreePorts.three());
    }

    /// @param arguments where the log lies, and the lowest of its three ports
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedBroker.start(settings(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
        new CountDownLatch(1).await();
    }

    /// For Kafka's clients.
    Map<String, String> client() {
        return settings(directory, port).client("");
    }

    /// The section `kafka` of a `moltmate.json` for services that use it.
    String section() {
        return "kafka: { bootstrapServers: '127.0.0.1:%d', partitions: 4, sasl: { mechanism: 'PLAIN', username: 'moltmate', password: '%s' } },"
                .formatted(new Ports(port).broker(), PASSWORD);
    }

    /// Returns at once; clients wait until it answers.
    void start() {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dorg.jboss.logging.provider=jdk",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                BrokerProcess.class.getName(),
                directory.toString(),
                String.valueOf(port));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolveSibling("broker.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it at once, as a crash does, and waits until it is gone.
    void kill9() {
        var running = Objects.requireNonNull(process, "it was not started");
        running.destroyForcibly();
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The broker does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill9();
        }
    }

    private static BrokerSettings settings(Path directory, int port) {
        return new BrokerSettings(directory, new Ports(port), PASSWORD);
    }
}
