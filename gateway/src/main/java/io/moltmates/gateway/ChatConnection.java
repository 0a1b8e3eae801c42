package io.moltmates.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.moltmates.schema.RecordCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// One web socket to the gateway's web chat: says something, and shows what comes back until it is answered.
final class ChatConnection implements AutoCloseable {

    private static final JsonNode CLOSED = MissingNode.getInstance();

    private final HttpClient client;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> frames;
    private final ChatScreen screen;

    private ChatConnection(HttpClient client, WebSocket socket, BlockingQueue<JsonNode> frames, ChatScreen screen) {
        this.client = client;
        this.socket = socket;
        this.frames = frames;
        this.screen = screen;
    }

    /// @throws StartRefusedException if the gateway does not let this person in
    static ChatConnection open(URI base, String token, String name, ChatScreen screen) {
        var client = HttpClient.newHttpClient();
        var frames = new LinkedBlockingQueue<JsonNode>();
        try {
            var socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create("ws://" + base.getAuthority() + "/web/socket"), new Frames(frames))
                    .join();
            return new ChatConnection(client, socket, frames, screen);
        } catch (CompletionException e) {
            client.shutdownNow();
            throw new StartRefusedException(why(base, name, e.getCause()), e);
        }
    }

    void showHistory() throws InterruptedException {
        for (var frame = frames.take(); !frame.isMissingNode(); frame = frames.take()) {
            if (frame.path("type").asText().equals("history")) {
                screen.history(frame.path("items"));
                return;
            }
        }
    }

    /// Blocks until the message is answered; false if the connection ended before that, or the message was refused.
    boolean say(String text) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        var message = Map.of("type", "message", "id", id, "text", text);
        socket.sendText(new String(RecordCodec.write(message), java.nio.charset.StandardCharsets.UTF_8), true)
                .join();
        String messageId = null;
        while (true) {
            var frame = frames.take();
            if (frame.isMissingNode()) {
                screen.note("The gateway has closed the connection.");
                return false;
            }
            switch (frame.path("type").asText()) {
                case "accepted" ->
                    messageId = id.equals(frame.path("id").asText())
                            ? frame.path("messageId").asText()
                            : messageId;
                case "rejected" -> {
                    screen.note(frame.path("reason").asText());
                    return false;
                }
                case "error" -> screen.note(frame.path("reason").asText());
                case "delta" -> screen.delta(frame);
                case "tool" -> screen.tool(frame);
                case "message" -> {
                    if (answers(frame.path("item"), messageId)) {
                        return true;
                    }
                }
                default -> {
                    // typing, persona, history: nothing to print
                }
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    /// An item that answers says how the turn ended, or offers a choice; other notices are only shown.
    private boolean answers(JsonNode item, @Nullable String messageId) {
        if (item.path("role").asText().equalsIgnoreCase("user")) {
            return false;
        }
        screen.message(item);
        String of = item.path("messageId").asText("");
        return of.isEmpty() || messageId == null || of.equals(messageId);
    }

    private static String why(URI base, String name, @Nullable Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused) {
            int status = refused.getResponse().statusCode();
            return status == 401 || status == 403
                    ? "'" + name + "' may not sign in. See ./moltmate users link " + name
                    : "The gateway at " + base + " answered with status " + status + ".";
        }
        return "The gateway at " + base + " does not answer: " + cause;
    }

    /// Collects frames, which may come in parts; a missing node is the end.
    private record Frames(BlockingQueue<JsonNode> queue, StringBuilder part) implements WebSocket.Listener {

        Frames(BlockingQueue<JsonNode> queue) {
            this(queue, new StringBuilder());
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                try {
                    queue.add(RecordCodec.mapper().readTree(part.toString()));
                } catch (JsonProcessingException e) {
                    queue.add(CLOSED);
                }
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            queue.add(CLOSED);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            queue.add(CLOSED);
        }
    }
}
