package io.moltmates.schema.kafka;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Makes dead letters of records that can't be processed.
public final class DeadLetters {

    private DeadLetters() {}

    public static DeadLetter of(
            ConsumerRecord<String, byte[]> entry, String service, String reason, int attempts, Instant now) {
        var headers = new HashMap<String, String>();
        entry.headers()
                .forEach(header -> headers.put(
                        header.key(),
                        header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8)));
        byte @Nullable [] value = entry.value();
        String topic = BrokerNames.plain(entry.topic());
        return new DeadLetter(
                topic + "-" + entry.partition() + "@" + entry.offset(),
                user(entry.key()),
                topic,
                entry.partition(),
                entry.offset(),
                value == null ? "" : Base64.getEncoder().encodeToString(value),
                headers,
                service,
                reason,
                attempts,
                now,
                entry.key(),
                null);
    }

    /// Why, for the operator; the sentence of a malformed record says it all.
    public static String reason(Throwable failure) {
        return failure instanceof MalformedRecordException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private static UserId user(@Nullable String key) {
        try {
            return key == null ? CommandRequest.EVERYBODY : new UserId(key);
        } catch (IllegalArgumentException _) {
            return CommandRequest.EVERYBODY;
        }
    }
}
