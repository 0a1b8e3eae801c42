package io.moltmates.benchmarks;

import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Secrets;
import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A gateway of its own, started by the launcher as an operator would, with a new state directory that goes when it is
/// closed.
final class StartedGateway implements AutoCloseable {

    /// The serial collector compacts wholly only at each fourth; before that, dead space counts as used.
    private static final int FULL_COLLECTIONS = 8;

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Path state;
    private final Process process;
    private final URI address;

    private StartedGateway(Path state, Process process, URI address) {
        this.state = state;
        this.process = process;
        this.address = address;
    }

    /// @param launcher the `moltmate` at the top of the repository
    /// @param configuration the text of `moltmate.json`
    static StartedGateway start(Path launcher, String configuration) throws IOException, InterruptedException {
        return start(launcher, configuration, Map.of());
    }

    /// As the other one, with more in its environment.
    static StartedGateway start(Path launcher, String configuration, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path state = Files.createTempDirectory("moltmates-bench");
        Files.writeString(state.resolve("moltmate.json"), configuration);
        int port = freePort();
        var builder = new ProcessBuilder(launcher.toString(), "gateway", "--port", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(state.resolve("gateway.out").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("MOLTMATE_STATE_DIR", state.toString());
        var gateway = new StartedGateway(state, builder.start(), URI.create("http://127.0.0.1:" + port));
        gateway.awaitReady();
        return gateway;
    }

    URI address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /// Where its state lies.
    StateLayout layout() {
        return new StateLayout(state);
    }

    String operatorToken() throws IOException {
        return secrets().operatorToken();
    }

    /// For Kafka's clients: how to reach the embedded broker, which listens one port above the gateway.
    Map<String, String> brokerClient() throws IOException {
        return Map.of(
                "bootstrap.servers",
                address.getHost() + ":" + (address.getPort() + 1),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"moltmate\" password=\""
                        + secrets().brokerPassword() + "\";");
    }

    private Secrets secrets() throws IOException {
        return RecordCodec.read(Files.readAllBytes(layout().secrets()), Secrets.class);
    }

    /// Live heap in bytes after a full collection, as `jcmd` tells it.
    long heapAfterCollection() throws IOException, InterruptedException {
        return heapAfterCollection(pid());
    }

    /// That of another JVM.
    static long heapAfterCollection(long pid) throws IOException, InterruptedException {
        for (int i = 0; i < FULL_COLLECTIONS; i++) {
            jcmd(pid, "GC.run");
        }
        return jcmd(pid, "GC.heap_info")
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("Metaspace") && !line.startsWith("class space"))
                .filter(line -> line.matches(".*total \\d+K, used \\d+K.*"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1")) << 10)
                .sum();
    }

    /// Records with Java Flight Recorder from now on.
    void startProfile() throws IOException, InterruptedException {
        jcmd(pid(), "JFR.start", "name=turns", "settings=profile");
    }

    /// Writes what was recorded; `jfr view hot-methods FILE` reads it.
    void writeProfile(Path file) throws IOException, InterruptedException {
        jcmd(pid(), "JFR.stop", "name=turns", "filename=" + file);
    }

    private static String jcmd(long pid, String... command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var line = new ArrayList<>(List.of(tool.toString(), String.valueOf(pid)));
        line.addAll(List.of(command));
        var run = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        run.waitFor();
        return output;
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var health =
                    HttpRequest.newBuilder(address.resolve("/q/health/ready")).build();
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    if (http.send(health, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException _) {
                    // not listening yet
                }
                Thread.sleep(Duration.ofMillis(50));
            }
        }
        String output = Files.readString(state.resolve("gateway.out"));
        close();
        throw new IOException("The gateway did not get ready:\n" + output);
    }

    /// The first of three free ports in a row: the broker takes the two above. They lie below those that the system
    /// gives to clients.
    private static int freePort() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(6_000, 10_500) * 3;
            if (isFree(port) && isFree(port + 1) && isFree(port + 2)) {
                return port;
            }
        }
        throw new IOException("There are no three free ports in a row");
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (var files = Files.walk(state)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
