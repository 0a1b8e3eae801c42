package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A program that speaks the web chat's protocol (`docs/web-protocol.md`) for one person.
final class WebPerson implements AutoCloseable {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final URI gateway;
    private final String token;
    private final WebSocket socket;

    WebPerson(URI gateway, String token) {
        this.gateway = gateway;
        this.token = token;
        socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://" + gateway.getAuthority() + "/web/socket"), new Frames())
                .join();
    }

    /// Blocks until somebody has answered, or offers a choice, with this text in it.
    void ask(String id, String text, String answer, String... attachments) {
        send(id, text, attachments);
        await(frame -> frame.at("/item/text").asText().contains(answer)
                && !frame.at("/item/role").asText().equals("user"));
    }

    void send(String id, String text, String... attachments) {
        var frame = Map.of("type", "message", "id", id, "text", text, "attachments", List.of(attachments));
        socket.sendText(new String(RecordCodec.write(frame), StandardCharsets.UTF_8), true)
                .join();
    }

    /// For the message that is sent under the same id.
    void upload(String id, String name, String content) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve("/web/messages/" + id + "/files/" + name))
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString(content))
                .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    void await(Predicate<JsonNode> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> frames.stream().anyMatch(condition));
    }

    /// What somebody else says, or has said, of this form: its first group.
    String said(String form) {
        var pattern = Pattern.compile(form);
        return Awaitility.await(form)
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> frames.stream()
                                .filter(frame ->
                                        !frame.at("/item/role").asText().equals("user"))
                                .map(frame ->
                                        pattern.matcher(frame.at("/item/text").asText()))
                                .filter(Matcher::matches)
                                .map(found -> found.group(1))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }

    /// Collects frames, which may come in parts.
    private final class Frames implements WebSocket.Listener {

        private final StringBuilder part = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                try {
                    frames.add(RecordCodec.mapper().readTree(part.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                part.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
