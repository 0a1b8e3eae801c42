package io.moltmates.gateway;

import io.moltmates.schema.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/// Does a little of everything once, so that the JVM's AOT cache knows the classes that serving needs.
final class Training {

    private static final List<String> PAGES = List.of("/", "/q/health", "/v1/models");
    private static final List<String> QUESTIONS = List.of(question(false), question(true));

    private Training() {}

    static void run(GatewaySettings settings, Secrets secrets) {
        var base = new SignInLinks(settings.bind(), settings.ports().http(), secrets).base();
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            for (var page : PAGES) {
                client.send(request(base, page, secrets).GET().build(), BodyHandlers.discarding());
            }
            for (var question : QUESTIONS) {
                client.send(
                        request(base, "/v1/chat/completions", secrets)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(question))
                                .build(),
                        BodyHandlers.discarding());
            }
        } catch (IOException e) { // a cache of less is a cache
            Logger.getLogger(Training.class).warn("the training run did less than it could: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String question(boolean stream) {
        return "{\"model\":\"moltmate\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    }

    private static HttpRequest.Builder request(String base, String path, Secrets secrets) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + secrets.operatorToken());
    }
}
