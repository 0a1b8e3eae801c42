package io.moltmates.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Stands in for an OpenTelemetry collector: takes OTLP over HTTP with protobuf, and keeps all that came.
final class TraceReceiver implements AutoCloseable {

    private static final String PATH = "/v1/traces";
    private static final String PROTOBUF = "application/x-protobuf";

    private final HttpServer server;
    private final List<SeenSpan> spans = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    private TraceReceiver(HttpServer server) {
        this.server = server;
    }

    /// Starts on a free port.
    static TraceReceiver start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var receiver = new TraceReceiver(server);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", receiver::take);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The section of `moltmate.json` that sends traces here.
    String telemetry(String more) {
        return "telemetry: { enabled: true, endpoint: \"http://127.0.0.1:%d\"%s },"
                .formatted(server.getAddress().getPort(), more);
    }

    List<SeenSpan> spans() {
        return List.copyOf(spans);
    }

    Stream<SeenSpan> trace(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId));
    }

    /// The bodies of all requests, unpacked, as one text: each text in them is in it as it is.
    String everythingReceived() {
        return String.join("\n", received);
    }

    /// What was not as a collector expects it.
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
            if (!exchange.getRequestURI().getPath().equals(PATH) || !type.equals(PROTOBUF)) {
                problems.add(exchange.getRequestURI() + " " + type);
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
                body = new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes();
            }
            received.add(new String(body, StandardCharsets.UTF_8));
            for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
                for (var scope : resource.getScopeSpansList()) {
                    scope.getSpansList().forEach(span -> spans.add(SeenSpan.of(resource.getResource(), span)));
                }
            }
            exchange.getResponseHeaders().add("Content-Type", PROTOBUF);
            exchange.sendResponseHeaders(200, -1);
        } catch (IOException | RuntimeException e) {
            problems.add(e.toString());
            throw e;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
