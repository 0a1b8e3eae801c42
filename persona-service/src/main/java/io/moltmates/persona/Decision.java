package io.moltmates.persona;

import io.moltmates.persona.JournalEntry.Kind;
import io.moltmates.persona.JournalEntry.Stage;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message of somebody who chooses, or has chosen, leads to.
sealed interface Decision {

    /// On to the assistant.
    record Forward() implements Decision {}

    /// @param outcome null if the message itself is answered later
    record Say(
            Kind kind,
            Stage stage,
            String text,
            List<Button> buttons,
            @Nullable Outcome outcome) implements Decision {}

    /// Waits for the assistant; nothing is said, since the list has just been shown.
    record Hold() implements Decision {}

    record Choose(Kind kind, PersonaTemplate template) implements Decision {}

    /// A persona of the person's own.
    record Draft(Kind kind, PersonaTemplate frame, String description) implements Decision {}

    /// A persona without being asked, and the message goes on at once.
    record Adopt(PersonaTemplate template) implements Decision {}

    /// The persona stays.
    ///
    /// @param forward whether the message was meant for the assistant
    record Keep(boolean forward) implements Decision {}
}
