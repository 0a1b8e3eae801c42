package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// One service of the distributed form as a process of its own, with its rendered file.
final class RunningService implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration READY = Duration.ofMinutes(3);

    private final String service;
    private final int port;
    private final Process process;
    private final Path log;

    /// What a health page says.
    record Health(int status, JsonNode body) {

        /// The status of one check: `UP`, `DOWN`, or empty if there is no such check.
        String of(String check) {
            return find(check).path("status").asText("");
        }

        String data(String check) {
            return find(check).path("data").toString();
        }

        private JsonNode find(String check) {
            for (var one : body.path("checks")) {
                if (one.path("name").asText().equals(check)) {
                    return one;
                }
            }
            return RecordCodec.mapper().createObjectNode();
        }
    }

    private RunningService(String service, int port, Process process, Path log) {
        this.service = service;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /// Returns at once.
    ///
    /// @param rendered the directory of the rendered files
    static RunningService start(String service, Path state, Path rendered, Path log) {
        int port = freePort();
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dquarkus.http.port=" + port,
                "-jar",
                Path.of("..", service, "target/quarkus-app/quarkus-run.jar")
                        .toAbsolutePath()
                        .normalize()
                        .toString());
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY") || name.startsWith("OLLAMA"));
        builder.environment()
                .putAll(Map.of(
                        "MOLTMATE_STATE_DIR", state.toString(),
                        "MOLTMATE_CONFIG",
                                rendered.resolve(service)
                                        .resolve("moltmate.json")
                                        .toString()));
        try {
            return new RunningService(service, port, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    String service() {
        return service;
    }

    /// Status 0 while nothing answers.
    Health health(String page) {
        var request = HttpRequest.newBuilder(url().resolve("/q/health/" + page))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Health(answer.statusCode(), RecordCodec.mapper().readTree(answer.body()));
        } catch (IOException e) {
            return new Health(0, RecordCodec.mapper().createObjectNode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    RunningService awaitReady() {
        awaitStatus("ready", 200);
        return this;
    }

    void awaitStatus(String page, int status) {
        Awaitility.await(service + " has " + page + " " + status)
                .atMost(READY)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException(service + " has ended:\n" + log());
                    }
                    return health(page).status() == status;
                });
    }

    /// Waits until a check of readiness is down: one may be a moment before another.
    void awaitDown(String check) {
        Awaitility.await(service + " says that " + check + " is down")
                .atMost(READY)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> health("ready").of(check).equals("DOWN"));
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill9() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill9();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
