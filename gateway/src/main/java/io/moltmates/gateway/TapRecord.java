package io.moltmates.gateway;

import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// One record of any topic, as an auditor sees it.
///
/// @param at when it was written
/// @param value its bytes as text; null for a tombstone
/// @param message what it says; null if that can't be read
record TapRecord(
        String topic,
        int partition,
        long offset,
        Instant at,
        @Nullable String key,
        Map<String, String> headers,
        @Nullable String value,
        @Nullable TopicRecord message) {

    private static final Map<String, Topic<?>> TOPICS =
            Topics.all().stream().collect(Collectors.toUnmodifiableMap(Topic::name, topic -> topic));

    static TapRecord of(ConsumerRecord<String, byte[]> entry) {
        var headers = new LinkedHashMap<String, String>();
        entry.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        byte @Nullable [] value = entry.value();
        return new TapRecord(
                entry.topic(),
                entry.partition(),
                entry.offset(),
                Instant.ofEpochMilli(entry.timestamp()),
                entry.key(),
                headers,
                value == null ? null : new String(value, StandardCharsets.UTF_8),
                message(entry.topic(), value));
    }

    /// Whom it is about: what its headers say, or else its key, which the writers of all topics but `deliveries` and
    /// `pairings` set to it.
    String person() {
        String subject = headers.get(CloudEvents.SUBJECT);
        if (subject != null) {
            return subject;
        }
        return key == null ? "" : key;
    }

    /// The message that it is a step of; empty if it belongs to none.
    Optional<String> turn() {
        String id = switch (message) {
            case InboundMessage inbound -> inbound.id();
            case OnboardingMessage onboarding -> onboarding.id();
            case TurnRecord turn -> turn.id();
            case SandboxRequest.Release release -> release.turn();
            case SandboxRequest request -> request.id();
            case SandboxResult result -> result.id();
            case OutboundMessage outbound -> outbound.inReplyTo() == null ? outbound.id() : outbound.inReplyTo();
            case LiveEvent live -> live.turn();
            case DeliveryRecord delivery -> delivery.id();
            case DeadLetter letter -> letter.headers().get(CloudEvents.ID);
            case null, default -> null;
        };
        return Optional.ofNullable(id).map(TapRecord::turnOf);
    }

    /// The message's id in the id of a step, a delivery or a notice that was derived from it.
    static String turnOf(String id) {
        int end = 0;
        while (end < id.length() && "#.@".indexOf(id.charAt(end)) < 0) {
            end++;
        }
        return id.substring(0, end);
    }

    boolean on(Topic<?> other) {
        return topic.equals(other.name());
    }

    @Override
    public String toString() {
        return "TapRecord[" + topic + "/" + partition + "/" + offset + "]";
    }

    private static @Nullable TopicRecord message(String topic, byte @Nullable [] value) {
        var known = TOPICS.get(topic);
        if (known == null) {
            return null;
        }
        try {
            var message = RecordCodec.read(value, known.type());
            var _ = message.id().length() + message.user().value().length();
            return message;
        } catch (MalformedRecordException | NullPointerException _) { // it lacks what every record has
            return null;
        }
    }
}
