package io.moltmates.schema.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.moltmates.schema.Address;
import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Tells a person that their message became a dead letter, from what can still be read of its record.
///
/// Whose it was, which message, and where it came from are looked for in the record's JSON, then in its headers and
/// key.
/// Without an address, the answer goes where the person writes in private.
public final class Apology {

    private static final String SENTENCE =
            "Something went wrong here with your message, and it can't be answered. It was kept for whoever runs this"
                    + " assistant; please write it again, perhaps in other words.";

    private static final String SUFFIX = ".unreadable";

    private Apology() {}

    /// Empty if nobody can be told, and for what is an apology already. The same record always gives the same id.
    public static Optional<Notice> of(ConsumerRecord<String, byte[]> entry, Instant now) {
        var message = message(entry.value());
        if (message.path("id").asText("").endsWith(SUFFIX)) {
            return Optional.empty();
        }
        var user = user(message.path("user").asText(""))
                .or(() -> user(header(entry, CloudEvents.SUBJECT)))
                .or(() -> user(entry.key()));
        return user.map(person -> {
            String id = id(message, entry);
            String place = BrokerNames.plain(entry.topic()) + "-" + entry.partition() + "-" + entry.offset();
            return new Notice(
                    (id == null ? place : id) + SUFFIX,
                    person,
                    address(message.path("address"), person),
                    id,
                    SENTENCE,
                    List.of(),
                    id == null ? null : Outcome.FAILED,
                    null,
                    now);
        });
    }

    /// What a person wrote, also inside a record that carries it on; and in one that answers it, the answer.
    private static JsonNode message(byte @Nullable [] value) {
        try {
            var tree = value == null ? null : RecordCodec.mapper().readTree(value);
            if (tree == null) {
                return MissingNode.getInstance();
            }
            return tree.path("message").isObject() ? tree.path("message") : tree;
        } catch (IOException _) {
            return MissingNode.getInstance();
        }
    }

    private static @Nullable String id(JsonNode message, ConsumerRecord<String, byte[]> entry) {
        String answered = message.path("inReplyTo").asText("");
        String own = message.path("id").asText("");
        String id = answered.isEmpty() ? own : answered;
        return id.isEmpty() ? header(entry, CloudEvents.ID) : id;
    }

    private static Optional<UserId> user(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? Optional.empty() : Optional.of(new UserId(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Address address(JsonNode node, UserId user) {
        try {
            var address = RecordCodec.mapper().treeToValue(node, Address.class);
            if (node.path("channel").isTextual() && node.path("conversation").isTextual()) {
                return address;
            }
        } catch (JsonProcessingException _) {
            // not an address
        }
        return Address.of(user.channel(), user.platformId());
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> entry, String name) {
        var header = entry.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
