package io.moltmates.agent.model;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks whether an Ollama answers on this machine, and for its first model; takes 300 ms at most.
final class LocalModels {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private LocalModels() {}

    // mostly nobody is there, and then the HTTP client's start would be the larger part of the work
    private static boolean answers(String baseUrl) {
        try (var socket = new Socket()) {
            var url = URI.create(baseUrl);
            int usual = "https".equals(url.getScheme()) ? 443 : 80;
            socket.connect(new InetSocketAddress(url.getHost(), url.getPort() < 0 ? usual : url.getPort()), (int)
                    PATIENCE.toMillis());
            return true;
        } catch (IOException | IllegalArgumentException _) {
            return false;
        }
    }

    /// Null when nothing answers there, or nothing that has a model.
    static @Nullable String first(String baseUrl) {
        if (!answers(baseUrl)) {
            return null;
        }
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            var request = HttpRequest.newBuilder(URI.create(baseUrl + "/api/tags"))
                    .timeout(PATIENCE)
                    .build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            var name = Json.parse(response.body())
                    .path("models")
                    .path(0)
                    .path("name")
                    .asText("");
            return response.statusCode() == 200 && !name.isBlank() ? name : null;
        } catch (IOException | IllegalArgumentException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
