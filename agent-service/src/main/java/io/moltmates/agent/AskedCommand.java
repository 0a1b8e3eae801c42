package io.moltmates.agent;

import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.TurnRecord.TurnControl;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command that a person wrote, with what it works on.
record AskedCommand(
        TurnControl control, Person person, PersonJournal journal, Lane lane, RunningTurn running, Clock clock) {

    /// What comes of a command.
    ///
    /// @param charge what it took of a model; null if none was asked
    record Answer(Notice notice, JournalLine.@Nullable Charge charge) {

        Answer(Notice notice) {
            this(notice, null);
        }
    }

    /// What stands behind the command's word, empty if nothing.
    String argument() {
        return control.argument().strip();
    }

    Answer says(String text) {
        return says(text, List.of());
    }

    Answer says(String text, List<Button> buttons) {
        return new Answer(Controls.notice(control, text, Outcome.ANSWERED, buttons, clock.instant()));
    }

    Answer ends(Outcome outcome, String text) {
        return new Answer(Controls.notice(control, text, outcome, List.of(), clock.instant()));
    }
}
