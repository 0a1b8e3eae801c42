package io.moltmates.persona;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.PersonaReference;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one message led to while its writer was choosing; written before any of it is done.
///
/// @param stage where the person is from then on
/// @param notices what they are told
/// @param creation the persona that they get by it; null if none
/// @param forward messages that go on to their assistant then, in order
record JournalEntry(
        @JsonProperty("message") InboundMessage message,
        @JsonProperty("kind") Kind kind,
        @JsonProperty("stage") Stage stage,
        @JsonProperty("notices") List<Notice> notices,
        @JsonProperty("creation") @Nullable Creation creation,
        @JsonProperty("forward") List<InboundMessage> forward,
        @JsonProperty("at") Instant at) {

    @SuppressWarnings("NullAway") // JSON of another version may lack them
    JournalEntry {
        notices = notices == null ? List.of() : List.copyOf(notices);
        forward = forward == null ? List.of() : List.copyOf(forward);
    }

    /// What the message was.
    enum Kind {
        /// Meant for the assistant: waits until there is one.
        WAITING,
        /// An answer to what the list or a later question asked.
        ANSWER,
        /// `/persona`.
        COMMAND,
        /// Meant for the assistant, and forwarded at once.
        FORWARDED
    }

    /// Where a person is.
    enum Stage {
        NEW,
        CHOOSING,
        DESCRIBING,
        READY
    }

    /// @param soul the whole text of `SOUL.md`
    record Creation(
            @JsonProperty("persona") PersonaReference persona,
            @JsonProperty("soul") String soul) {

        @Override
        public String toString() {
            return "Creation[" + persona.id() + "]";
        }
    }

    String id() {
        return message.id();
    }

    @Override
    public String toString() {
        return "JournalEntry[message=" + message.id() + ", kind=" + kind + ", stage=" + stage + "]";
    }
}
