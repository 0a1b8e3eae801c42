package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;

/// A record that can't be processed, kept as it was, with why.
///
/// @param value the record's bytes in Base64
/// @param attempts how often it was tried
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
        @JsonProperty("at") Instant at)
        implements TopicRecord {

    @SuppressWarnings("NullAway") // JSON of another version may lack them
    public DeadLetter {
        value = value == null ? "" : value;
        headers = headers == null ? Map.of() : Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "DeadLetter[" + topic + "-" + partition + "@" + offset + ", reason=" + reason + "]";
    }
}
