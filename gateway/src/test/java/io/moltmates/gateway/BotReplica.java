package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.ingress.AccountAdapter;
import io.moltmates.ingress.AccountConnection;
import io.moltmates.ingress.AccountHold;
import io.moltmates.ingress.AccountLeases;
import io.moltmates.ingress.DeliveryOutcome;
import io.moltmates.schema.Address;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.TopicWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// The part of channel-ingress that works for bot accounts, as a process of its own, with adapters for
/// [PlatformDouble]: the channel `plain` can't recognize a repeated send, the channel `keyed` can.
final class BotReplica {

    static final Map<String, Set<String>> ACCOUNTS =
            Map.of("plain", Set.of("plain-1", "plain-2"), "keyed", Set.of("keyed-1", "keyed-2"));

    private BotReplica() {}

    /// @param arguments its name and the platform's address; Kafka's client properties are system properties `kafka.…`
    public static void main(String[] arguments) throws InterruptedException {
        var connection = new HashMap<String, String>();
        System.getProperties().forEach((key, value) -> {
            if (key.toString().startsWith("kafka.")) {
                connection.put(key.toString().substring("kafka.".length()), value.toString());
            }
        });
        var platform = new Platform(arguments[0], URI.create(arguments[1]));
        var leases = AccountLeases.open(
                connection,
                List.of(new Adapter("plain", platform), new Adapter("keyed", platform)),
                new TopicWriter(connection, "channel-ingress"),
                () -> Duration.ofHours(1));
        Runtime.getRuntime().addShutdownHook(new Thread(leases::close));
        new CountDownLatch(1).await();
    }

    private record Adapter(String channel, Platform platform) implements AccountAdapter {

        @Override
        public Set<String> accounts() {
            return ACCOUNTS.getOrDefault(channel, Set.of());
        }

        @Override
        public boolean dropsRepeated() {
            return channel.equals("keyed");
        }

        @Override
        public AccountConnection connect(AccountHold hold) {
            return new Connection(channel, hold, platform);
        }
    }

    private static final class Connection implements AccountConnection {

        private final String channel;
        private final AccountHold hold;
        private final Platform platform;
        private int offset;

        Connection(String channel, AccountHold hold, Platform platform) {
            this.channel = channel;
            this.hold = hold;
            this.platform = platform;
        }

        @Override
        public void receive() throws IOException, InterruptedException {
            var updates = platform.call(
                    "/poll", Map.of("account", hold.account(), "epoch", hold.epoch(), "offset", offset, "seconds", 20));
            for (var update : updates) {
                String chat = update.path("chat").asText();
                var user = UserId.of(channel, hold.account() + "." + chat);
                hold.publish(new InboundMessage(
                        Ids.messageId(user, update.path("id").asText()),
                        user,
                        new Address(channel, hold.account(), chat, null),
                        chat,
                        update.path("text").asText(),
                        List.of(),
                        null,
                        false,
                        Instant.now()));
                offset = update.path("id").asInt() + 1;
            }
        }

        @Override
        public DeliveryOutcome deliver(OutboundMessage message) throws InterruptedException {
            String text = message instanceof OutboundMessage.Notice notice ? notice.text() : "";
            try {
                var answer = platform.call(
                        "/send",
                        Map.of(
                                "account", hold.account(),
                                "epoch", hold.epoch(),
                                "chat", message.address().conversation(),
                                "key", message.id(),
                                "text", text));
                return new DeliveryOutcome.Delivered(answer.path("id").asText());
            } catch (IOException e) {
                return new DeliveryOutcome.Unknown(e.toString());
            }
        }

        @Override
        public void close() {}
    }

    private record Platform(String name, URI url, HttpClient http) {

        Platform(String name, URI url) {
            this(
                    name,
                    url,
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        }

        JsonNode call(String path, Map<String, ?> arguments) throws IOException, InterruptedException {
            var body = new HashMap<String, Object>(arguments);
            body.put("by", name);
            var request = HttpRequest.newBuilder(url.resolve(path))
                    .timeout(Duration.ofSeconds(40))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(RecordCodec.write(body)))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return RecordCodec.mapper().readTree(response.body());
        }
    }
}
