package io.moltmates.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// One person who writes through the HTTP API, waits for the answer, and writes again.
final class ApiPerson {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI chat;
    private final String token;
    private final String name;
    private final boolean streaming;

    ApiPerson(HttpClient http, URI gateway, String token, String name, boolean streaming) {
        this.http = http;
        this.chat = gateway.resolve("/v1/chat/completions");
        this.token = token;
        this.name = name;
        this.streaming = streaming;
    }

    /// Sends one message and waits for the whole answer; nanoseconds that took.
    ///
    /// @throws IOException if it is not answered with success
    long turn(String text) throws IOException, InterruptedException {
        String body = """
                {"model":"moltmates","user":"%s","stream":%b,"messages":[{"role":"user","content":"%s"}]}\
                """.formatted(name, streaming, text);
        var request = HttpRequest.newBuilder(chat)
                .timeout(LIMIT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        long start = System.nanoTime();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        long nanos = System.nanoTime() - start;
        if (response.statusCode() != 200 || streaming && !response.body().contains("data: [DONE]")) {
            throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
        }
        return nanos;
    }
}
