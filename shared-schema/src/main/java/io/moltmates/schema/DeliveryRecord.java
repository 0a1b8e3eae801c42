package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is known of one delivery, by its id; the topic is compacted, so the last word stands.
///
/// @param platformMessageId the platform's own id of what was sent, once known
/// @param reason why it failed or is unknown
/// @param epoch of the account's lease under which it was written; 0 for channels without leases
public record DeliveryRecord(
        @JsonProperty("id") String id,
        @JsonProperty("user") UserId user,
        @JsonProperty("address") Address address,
        @JsonProperty("state") State state,
        @JsonProperty("platformMessageId") @Nullable String platformMessageId,
        @JsonProperty("reason") @Nullable String reason,
        @JsonProperty("at") Instant at,
        @JsonProperty("epoch") long epoch)
        implements TopicRecord {

    /// How far it is.
    public enum State {
        /// About to be handed to the platform.
        INTENT,
        /// The platform has it.
        DELIVERED,
        /// The platform refused it for good.
        FAILED,
        /// A crash fell between intent and receipt, and the platform has no idempotency key.
        UNKNOWN,
        /// The platform did not take it, for a reason that passes: it is to be sent.
        DUE
    }

    @Override
    @JsonIgnore
    public String key() {
        return id;
    }
}
