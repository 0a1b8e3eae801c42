package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A message on its way by persona-service: its writer has not chosen a persona, or the router does not know yet that
/// they have.
public record OnboardingMessage(
        @JsonProperty("message") InboundMessage message,
        @JsonProperty("reason") Reason reason) implements TopicRecord {

    /// Why it goes this way.
    public enum Reason {
        /// The person has no persona.
        NOT_CHOSEN,
        /// The person may have chosen, but messages before this one went this way.
        FOLLOWS,
        /// The person asks about or for another persona (`/persona`).
        PERSONA_COMMAND,
        /// agent-service found the person's directory gone.
        DIRECTORY_GONE
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
