package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A projection of one person's directory. A missing record or a tombstone is a person without a directory.
///
/// @param incarnation which life of the directory this is; null while there is none
/// @param through the id of the last message that persona-service handled; the router goes direct once it is the last
/// one it sent there
/// @param role `user` or `operator`
/// @param settings what the person set, such as `model`
public record UserRecord(
        @JsonProperty("user") UserId user,
        @JsonProperty("status") Status status,
        @JsonProperty("persona") @Nullable PersonaReference persona,
        @JsonProperty("incarnation") @Nullable String incarnation,
        @JsonProperty("through") @Nullable String through,
        @JsonProperty("addresses") List<UserId> addresses,
        @JsonProperty("role") String role,
        @JsonProperty("settings") Map<String, String> settings,
        @JsonProperty("at") Instant at)
        implements TopicRecord {

    /// The role of most.
    public static final String USER = "user";

    /// The role of who is in `commands.operators`.
    public static final String OPERATOR = "operator";

    @SuppressWarnings("NullAway") // JSON of another version may lack them
    public UserRecord {
        addresses = addresses == null ? List.of() : List.copyOf(addresses);
        settings = settings == null ? Map.of() : Map.copyOf(settings);
        role = role == null ? USER : role;
    }

    /// Where the person is.
    public enum Status {
        /// Has been asked to choose a persona, or is choosing another.
        CHOOSING,
        /// Talks to their assistant.
        READY
    }

    @Override
    public String id() {
        return user + "@" + at.toEpochMilli();
    }
}
