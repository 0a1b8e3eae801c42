package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A program that talks to assistants through the HTTP API.
final class ApiCaller {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;
    private final String token;
    private final Duration limit;

    /// What came back: the assistant's words, or the error's sentence.
    record Answer(int status, String text, JsonNode body) {}

    ApiCaller(URI gateway, String token) {
        this(gateway, token, LIMIT);
    }

    /// @param limit how long an answer may take
    ApiCaller(URI gateway, String token, Duration limit) {
        this.gateway = gateway;
        this.token = token;
        this.limit = limit;
    }

    Answer ask(String user, String text, String key) {
        return asking(user, text, key).join();
    }

    CompletableFuture<Answer> asking(String user, String text, String key) {
        var body = Map.of(
                "model", "moltmates", "user", user, "messages", List.of(Map.of("role", "user", "content", text)));
        var request = HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
                .timeout(limit)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofByteArray(RecordCodec.write(body)))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(ApiCaller::answer);
    }

    /// Asks or changes something as the command line does.
    JsonNode command(Map<String, ?> command) {
        var request = HttpRequest.newBuilder(gateway.resolve("/operator/commands"))
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(RecordCodec.write(command)))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(response -> tree(response.body()))
                .join();
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        JsonNode body = tree(response.body());
        String text = response.statusCode() == 200
                ? body.at("/choices/0/message/content").asText()
                : body.at("/error/message").asText();
        return new Answer(response.statusCode(), text, body);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return RecordCodec.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
