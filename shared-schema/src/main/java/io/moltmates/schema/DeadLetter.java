package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record that can't be processed, kept as it was, with why.
///
/// @param value the record's bytes in Base64
/// @param attempts how often it was tried
/// @param recordKey the record's key as it was; null if it had none, or in letters from before this was kept
/// @param settled what was done about the letter with the same id, set in a second record that follows it
public record DeadLetter(
        @JsonProperty("id") String id,
        @JsonProperty("user") UserId user,
        @JsonProperty("topic") String topic,
        @JsonProperty("partition") int partition,
        @JsonProperty("offset") long offset,
        @JsonProperty("value") String value,
        @JsonProperty("headers") Map<String, String> headers,
        @JsonProperty("service") String service,
        @JsonProperty("reason") String reason,
        @JsonProperty("attempts") int attempts,
        @JsonProperty("at") Instant at,
        @JsonProperty("recordKey") @Nullable String recordKey,
        @JsonProperty("settled") @Nullable Settlement settled)
        implements TopicRecord {

    @SuppressWarnings("NullAway") // JSON of another version may lack them
    public DeadLetter {
        value = value == null ? "" : value;
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    /// What an operator did about a letter.
    public enum Settlement {
        /// The record was written to its topic again.
        REPLAYED,
        /// It is not going to be processed.
        DROPPED
    }

    /// The record that says, behind the letter, what was done about it; it keeps nothing of the content.
    public DeadLetter settledAs(Settlement settlement, Instant when) {
        return new DeadLetter(
                id, user, topic, partition, offset, "", Map.of(), service, reason, attempts, when, null, settlement);
    }

    @Override
    public String toString() {
        return "DeadLetter[" + topic + "-" + partition + "@" + offset + ", reason=" + reason + "]";
    }
}
