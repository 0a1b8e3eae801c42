package io.moltmates.schema.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Answers at the service's own address while it can't start yet: alive, not ready, and why.
///
/// Health has the form of MicroProfile Health, as the service itself gives it later; every other path gets status 503
/// with the reason, and `Retry-After`.
final class WaitingRoom implements AutoCloseable {

    private static final String HEALTH = "/q/health";
    private static final String LIVENESS = "/q/health/live";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final @Nullable HttpServer server;
    private volatile String reason = "it looks for Kafka";

    private WaitingRoom(@Nullable HttpServer server) {
        this.server = server;
    }

    /// An address that is taken costs the answers, not the start: the service itself will say so.
    static WaitingRoom open(String host, int port) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException _) {
            return new WaitingRoom(null);
        }
        var room = new WaitingRoom(server);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", room::answer);
        server.start();
        return room;
    }

    /// Says from now on why the service waits.
    void because(String sentence) {
        reason = sentence;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals(LIVENESS)) {
            send(exchange, OK, Map.of("status", "UP", "checks", List.of()));
        } else if (path.startsWith(HEALTH)) {
            var broker = Map.of("name", "broker", "status", "DOWN", "data", Map.of("reason", reason));
            send(exchange, UNAVAILABLE, Map.of("status", "DOWN", "checks", List.of(broker)));
        } else {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(RETRY.toSeconds()));
            send(exchange, UNAVAILABLE, Map.of("error", Map.of("message", "Moltmates is starting: " + reason)));
        }
    }

    private static void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] text;
        try {
            text = RecordCodec.write(body);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, text.length);
        try (var out = exchange.getResponseBody()) {
            out.write(text);
        }
    }

    /// Frees the address at once.
    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
