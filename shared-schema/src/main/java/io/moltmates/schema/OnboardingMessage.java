package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A message on its way by persona-service: its writer has not chosen a persona, or the router does not know yet that
/// they have.
///
/// @param moves how its writer's address moves to another person, for [Reason#MOVES]; null for the others
public record OnboardingMessage(
        @JsonProperty("message") InboundMessage message,
        @JsonProperty("reason") Reason reason,
        @JsonProperty("moves") LinkRecord.@Nullable AddressMove moves)
        implements TopicRecord {

    @JsonCreator
    public OnboardingMessage {}

    public OnboardingMessage(InboundMessage message, Reason reason) {
        this(message, reason, null);
    }

    /// Behind all that the address said before it moves.
    public static OnboardingMessage moving(InboundMessage message, LinkRecord.AddressMove move) {
        return new OnboardingMessage(message.withUser(move.from()), Reason.MOVES, move);
    }

    /// Why it goes this way.
    public enum Reason {
        /// The person has no persona.
        NOT_CHOSEN,
        /// The person may have chosen, but messages before this one went this way.
        FOLLOWS,
        /// The person asks about or for another persona (`/persona`).
        PERSONA_COMMAND,
        /// agent-service found the person's directory gone.
        DIRECTORY_GONE,
        /// The address moves to another person; the message itself is not meant.
        MOVES
    }

    @Override
    public String id() {
        return message.id();
    }

    @Override
    public UserId user() {
        return message.user();
    }
}
