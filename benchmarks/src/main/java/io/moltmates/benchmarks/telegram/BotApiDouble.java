package io.moltmates.benchmarks.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Telegram's Bot API for one bot, on a real loopback socket: keeps updates until they are confirmed, gives each
/// message that is sent a number in its chat, and misbehaves when it is told to.
///
/// People write through [#chat]. Each call is told to a witness, which may hold it against the vendor's description.
public final class BotApiDouble implements AutoCloseable {

    /// The bot's token.
    public static final String TOKEN = "424242:canary-telegram-token";

    /// The bot's user name.
    public static final String NAME = "molty_test_bot";

    static final long BOT_ID = 424242;
    static final ObjectMapper JSON = new ObjectMapper();

    private static final int MOST_CALLS = 200_000;

    static {
        // a connection for each of many people: above 200 the JDK's server closes those that are idle, under what comes
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }

    private final HttpServer server;
    private final WaitingUpdates updates = new WaitingUpdates();
    private final Map<Long, ChatDouble> chats = new ConcurrentHashMap<>();
    private final Map<Long, Long> moved = new ConcurrentHashMap<>();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<Call> calls = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<Trouble> troubles = new ConcurrentLinkedDeque<>();
    private volatile boolean remembering = true;
    private volatile String token = TOKEN;
    private volatile BiConsumer<String, JsonNode> witness = (_, _) -> {};

    /// A call as it came in.
    ///
    /// @param body its parameters; of a form the fields, with the size of a file in its place
    public record Call(String method, JsonNode body, long nanos) {}

    /// What goes wrong once.
    ///
    /// @param method of which call
    public record Trouble(String method, Kind kind, int seconds) {

        /// How.
        public enum Kind {
            /// 429, with `retry_after`.
            FLOOD,
            /// 502, with a page of HTML.
            BAD_GATEWAY,
            /// The connection is closed without an answer, before the call had an effect.
            RESET,
            /// The call has its effect, and the connection is closed without an answer.
            RESET_AFTER,
            /// No answer for so many seconds, and no effect.
            HANG,
            /// 400, since the markup can't be read.
            MARKUP,
            /// 403, since the person has blocked the bot.
            BLOCKED
        }
    }

    private BotApiDouble(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// Starts on a free port.
    public static BotApiDouble start() {
        try {
            return new BotApiDouble(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What stands in `channels.telegram.apiRoot`.
    public URI root() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// A private chat with this person, or a group if the number is negative.
    public ChatDouble chat(long id) {
        return chats.computeIfAbsent(id, _ -> new ChatDouble(this, id));
    }

    /// Goes wrong once, at the next call of its method.
    public void trouble(Trouble trouble) {
        troubles.add(trouble);
    }

    /// From now on this token is the bot's and no other, as when @BotFather has given a new one.
    public void token(String newToken) {
        token = newToken;
    }

    /// From now on updates that are given together come in any order.
    public void shuffle(Random random) {
        updates.shuffle(random);
    }

    /// The number of the next update, for one that is put before the bot later than others.
    public long number() {
        return updates.number();
    }

    /// Sees the parameters of each call by its method, before it is answered.
    public void witness(BiConsumer<String, JsonNode> newWitness) {
        witness = newWitness;
    }

    /// The calls of this method, oldest first.
    public List<Call> calls(String method) {
        return calls.stream().filter(call -> call.method().equals(method)).toList();
    }

    /// How many updates nobody has confirmed.
    public int unconfirmed() {
        return updates.count();
    }

    /// A long load needs no list of calls.
    public void forgetCalls() {
        remembering = false;
        calls.clear();
    }

    /// Puts an update before the bot; the same one again under the same id if it is given.
    public long push(ObjectNode update) {
        long id = update.has("update_id") ? update.get("update_id").asLong() : updates.number();
        updates.put(id, update);
        return id;
    }

    void move(long from, long to) {
        moved.put(from, to);
    }

    /// Keeps a file that the bot may fetch; returns its id.
    public String keep(byte[] bytes) {
        String id = "file" + (files.size() + 1);
        files.put(id, bytes);
        return id;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            if (path.startsWith("/file/bot" + token + "/")) {
                download(exchange, path.substring(path.lastIndexOf('/') + 1));
                return;
            }
            if (!path.startsWith("/bot" + token + "/")) {
                error(exchange, 401, "Unauthorized", JSON.createObjectNode());
                return;
            }
            String method = path.substring(path.lastIndexOf('/') + 1);
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            JsonNode body = type != null && type.startsWith("multipart/")
                    ? FormFields.read(bytes, type)
                    : bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
            if (remembering && calls.size() < MOST_CALLS) {
                calls.add(new Call(method, body, System.nanoTime()));
            }
            witness.accept(method, body);
            var trouble = due(method);
            Long now = moved.get(body.path("chat_id").asLong(0));
            if (now != null && trouble == null) {
                error(
                        exchange,
                        400,
                        "Bad Request: group chat was upgraded to a supergroup chat",
                        JSON.createObjectNode().put("migrate_to_chat_id", now));
            } else if (trouble == null) {
                answer(exchange, call(method, body));
            } else {
                misbehave(exchange, trouble, method, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Trouble due(String method) {
        for (var trouble : troubles) {
            if (trouble.method().equals(method) && troubles.remove(trouble)) {
                return trouble;
            }
        }
        return null;
    }

    private void misbehave(HttpExchange exchange, Trouble trouble, String method, JsonNode body)
            throws IOException, InterruptedException {
        switch (trouble.kind()) {
            case FLOOD ->
                error(
                        exchange,
                        429,
                        "Too Many Requests: retry after " + trouble.seconds(),
                        JSON.createObjectNode().put("retry_after", trouble.seconds()));
            case BAD_GATEWAY ->
                write(exchange, 502, "text/html", "<html>Bad Gateway</html>".getBytes(StandardCharsets.UTF_8));
            case RESET -> {}
            case RESET_AFTER -> {
                var _ = call(method, body);
            }
            case HANG -> Thread.sleep(1000L * trouble.seconds());
            case MARKUP ->
                error(exchange, 400, "Bad Request: can't parse entities: unclosed tag", JSON.createObjectNode());
            case BLOCKED -> error(exchange, 403, "Forbidden: bot was blocked by the user", JSON.createObjectNode());
        }
    }

    /// The result of a call.
    private JsonNode call(String method, JsonNode body) throws InterruptedException {
        return switch (method) {
            case "getMe" ->
                JSON.createObjectNode()
                        .put("id", BOT_ID)
                        .put("is_bot", true)
                        .put("first_name", "Molty")
                        .put("username", NAME);
            case "getUpdates" -> updates.take(body);
            case "sendMessage", "sendPhoto", "sendDocument" ->
                chat(body.get("chat_id").asLong()).sent(method, body);
            case "editMessageText" -> chat(body.get("chat_id").asLong()).edited(body);
            case "getChatMember" ->
                JSON.createObjectNode()
                        .put(
                                "status",
                                chat(body.get("chat_id").asLong())
                                                .isAdmin(body.get("user_id").asLong())
                                        ? "administrator"
                                        : "member");
            case "getFile" -> {
                String id = body.get("file_id").asText();
                yield JSON.createObjectNode()
                        .put("file_id", id)
                        .put("file_unique_id", id)
                        .put("file_size", files.getOrDefault(id, new byte[0]).length)
                        .put("file_path", "documents/" + id);
            }
            default -> JSON.getNodeFactory().booleanNode(true);
        };
    }

    private void download(HttpExchange exchange, String id) throws IOException {
        var bytes = files.get(id);
        if (bytes == null) {
            error(exchange, 404, "Not Found", JSON.createObjectNode());
        } else {
            write(exchange, 200, "application/octet-stream", bytes);
        }
    }

    private static void answer(HttpExchange exchange, JsonNode result) throws IOException {
        var answer = JSON.createObjectNode().put("ok", true);
        answer.set("result", result);
        write(exchange, 200, "application/json", JSON.writeValueAsBytes(answer));
    }

    private static void error(HttpExchange exchange, int code, String description, ObjectNode parameters)
            throws IOException {
        var answer =
                JSON.createObjectNode().put("ok", false).put("error_code", code).put("description", description);
        if (!parameters.isEmpty()) {
            answer.set("parameters", parameters);
        }
        write(exchange, code, "application/json", JSON.writeValueAsBytes(answer));
    }

    private static void write(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /// The chats that anything was said in.
    public List<ChatDouble> chats() {
        return new ArrayList<>(chats.values());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
