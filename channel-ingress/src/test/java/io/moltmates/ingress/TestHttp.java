package io.moltmates.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Routes on a real port of loopback, and a client for them.
public final class TestHttp implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public TestHttp(Consumer<Router> routes) throws Exception {
        var router = Router.router(vertx);
        routes.accept(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    public int port() {
        return server.actualPort();
    }

    /// @param headers names and values by turns
    public CompletableFuture<HttpResponse<String>> send(
            String method, String path, BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> answer(String method, String path, String body, String... headers) throws Exception {
        return send(method, path, BodyPublishers.ofString(body), headers).get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        client.shutdownNow();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
