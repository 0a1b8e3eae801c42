package io.moltmates.gateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A chat platform of our own on a socket: bots poll for what people write, as on Telegram, and send to chats.
///
/// `POST /poll {account, epoch, by, offset, seconds}` confirms all updates before the offset and answers `[{id, chat,
/// text}]`, at the latest after the seconds. `POST /send {account, epoch, by, chat, key, text}`; a key of a channel
/// that
/// drops repetitions shows once. Notes calls that come with an epoch lower than one that was seen for the account.
final class PlatformDouble implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, List<Update>> updates = new HashMap<>();
    private final Map<String, Integer> confirmed = new HashMap<>();
    private final Map<String, Long> epochs = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Stale> stale = new ArrayList<>();
    private final Map<String, String> workers = new HashMap<>();

    record Update(
            @JsonProperty("id") int id,
            @JsonProperty("chat") String chat,
            @JsonProperty("text") String text) {}

    /// @param by which process sent it
    record Sent(String account, String chat, String key, String text, String by) {}

    /// A call of somebody who had been replaced.
    ///
    /// @param lane the account, and for a send its chat too
    /// @param key of what was sent; empty for a poll
    record Stale(String call, String by, String lane, String key) {}

    private PlatformDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/poll", exchange -> answer(exchange, this::poll));
        server.createContext("/send", exchange -> answer(exchange, this::send));
        server.start();
    }

    static PlatformDouble start() {
        return new PlatformDouble();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void say(String account, String chat, String text) {
        var list = updates.computeIfAbsent(account, _ -> new ArrayList<>());
        list.add(new Update(list.size() + 1, chat, text));
        notifyAll();
    }

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    synchronized List<Stale> staleCalls() {
        return List.copyOf(stale);
    }

    /// Which process called last for the account.
    synchronized String worker(String account) {
        return workers.getOrDefault(account, "");
    }

    private synchronized Object poll(JsonNode request) {
        String account = check("poll", request);
        confirmed.merge(account, request.path("offset").asInt(), Math::max);
        long deadline = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(request.path("seconds").asInt());
        var waiting = waiting(account);
        try {
            while (waiting.isEmpty() && System.nanoTime() < deadline) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
                waiting = waiting(account);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return waiting;
    }

    private List<Update> waiting(String account) {
        int from = confirmed.getOrDefault(account, 0);
        return updates.getOrDefault(account, List.of()).stream()
                .filter(update -> update.id() >= from)
                .limit(50)
                .toList();
    }

    private synchronized Object send(JsonNode request) {
        String account = check("send", request);
        String key = request.path("key").asText();
        boolean repeated = account.startsWith("keyed")
                && sent.stream()
                        .anyMatch(before ->
                                before.account().equals(account) && before.key().equals(key));
        if (!repeated) {
            sent.add(new Sent(
                    account,
                    request.path("chat").asText(),
                    key,
                    request.path("text").asText(),
                    request.path("by").asText()));
        }
        return Map.of("id", "p" + sent.size());
    }

    private String check(String call, JsonNode request) {
        String account = request.path("account").asText();
        long epoch = request.path("epoch").asLong();
        if (epoch < epochs.getOrDefault(account, 0L)) {
            stale.add(new Stale(
                    call,
                    request.path("by").asText(),
                    account + "/" + request.path("chat").asText(),
                    request.path("key").asText()));
        } else {
            epochs.put(account, epoch);
            workers.put(account, request.path("by").asText());
        }
        return account;
    }

    private interface Answer {
        Object to(JsonNode request);
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            var request =
                    RecordCodec.mapper().readTree(exchange.getRequestBody().readAllBytes());
            byte[] body = RecordCodec.write(answer.to(request));
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
