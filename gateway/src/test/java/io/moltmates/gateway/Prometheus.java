package io.moltmates.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A Prometheus of its own as a process, which reads one place under the names of all five services.
final class Prometheus implements AutoCloseable {

    private static final List<String> SERVICES =
            List.of("channel-ingress", "router-service", "persona-service", "agent-service", "sandbox-service");
    private static final Duration START = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final URI base;

    private Prometheus(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    static void requireInstalled() {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "promtool")));
        assumeTrue(found, "no Prometheus on this machine (Debian's package prometheus)");
    }

    /// What it says about files of ours; only if all is well, in capitals: `SUCCESS`.
    static String promtool(String... arguments) {
        try {
            var command =
                    Stream.concat(Stream.of("promtool"), Stream.of(arguments)).toList();
            var promtool = new ProcessBuilder(command)
                    .directory(Observability.DIRECTORY.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return promtool.waitFor() == 0
                    ? output
                    : "exit " + promtool.exitValue() + "\n" + output.replace("SUCCESS", "success");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /// With our rules; returns when it answers.
    static Prometheus start(Path directory, String target) {
        int port = FreePorts.three();
        var configuration = new StringBuilder("""
                global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
                rule_files: ["%s"]
                scrape_configs:
                """.formatted(Observability.DIRECTORY.resolve("rules.yml")));
        SERVICES.forEach(service -> configuration.append(
                "  - { job_name: %s, metrics_path: /q/metrics, static_configs: [{ targets: [\"%s\"] }] }%n"
                        .formatted(service, target)));
        try {
            Path file = Files.writeString(directory.resolve("prometheus.yml"), configuration);
            var process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + file,
                            "--storage.tsdb.path=" + directory.resolve("prometheus"),
                            "--web.listen-address=127.0.0.1:" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("prometheus.log").toFile())
                    .start();
            var prometheus = new Prometheus(process, URI.create("http://127.0.0.1:" + port));
            Awaitility.await("Prometheus answers")
                    .atMost(START)
                    .ignoreExceptions()
                    .until(() -> {
                        prometheus.get("/api/v1/status/buildinfo");
                        return true;
                    });
            return prometheus;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The answer to an expression, also when it is that it makes no sense.
    JsonNode ask(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    JsonNode get(String path) {
        try {
            var request = HttpRequest.newBuilder(base.resolve(path)).build();
            return RecordCodec.mapper()
                    .readTree(http.send(request, BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        process.destroy();
        try {
            var _ = process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
