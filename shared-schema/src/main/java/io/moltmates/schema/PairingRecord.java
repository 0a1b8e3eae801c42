package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stranger's code that waits for the operator, or what the operator decided about a person.
///
/// The topic is compacted: each code has a row of its own, and each person one for the last decision about them, so
/// that a code that is made at the same time takes no decision back.
///
/// @param id of the message that asked for the code, or of the command that decided
/// @param code what the stranger was shown; empty where a decision rests on none
/// @param address where the person is told
/// @param name how the platform calls them, for people's eyes only
/// @param handle their user name there; null if there is none
/// @param until when the code ends
public record PairingRecord(
        @JsonProperty("id") String id,
        @JsonProperty("user") UserId user,
        @JsonProperty("state") State state,
        @JsonProperty("code") String code,
        @JsonProperty("address") Address address,
        @JsonProperty("name") String name,
        @JsonProperty("handle") @Nullable String handle,
        @JsonProperty("at") Instant at,
        @JsonProperty("until") Instant until)
        implements TopicRecord {

    /// Where it stands.
    public enum State {
        /// Nothing is decided.
        WAITING,
        /// The person may write.
        APPROVED,
        /// The person was not let in.
        REJECTED,
        /// The person may write no more.
        REVOKED
    }

    /// What the operator decided.
    public PairingRecord decided(String command, State decision, Instant when) {
        return new PairingRecord(command, user, decision, code, address, name, handle, when, until);
    }

    @Override
    @JsonIgnore
    public String key() {
        return state == State.WAITING ? id : user.value();
    }

    @Override
    public String toString() {
        return "PairingRecord[user=" + user + ", state=" + state + "]";
    }
}
