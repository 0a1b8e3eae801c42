package io.moltmates.router;

import io.moltmates.schema.CommandRequest.ChangeSetting;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.UserRecord;
import java.time.Instant;
import java.util.Optional;

/// Tells and changes to what the assistant of a group answers: everything, or what is said to it.
final class Activation {

    static final String ALWAYS = "always";
    static final String MENTION = "mention";

    private Activation() {}

    /// @param wanted what stood behind the command
    /// @param now whether it answers everything as it is
    static Routed command(InboundMessage message, String wanted, boolean now, Optional<UserRecord> row, Instant at) {
        if (!wanted.equals(ALWAYS) && !wanted.equals(MENTION)) {
            return Notices.answer(message, Sentences.activation(now), at);
        }
        if (row.map(UserRecord::persona).isEmpty()) {
            return Notices.answer(message, Sentences.NOT_KNOWN_HERE, at);
        }
        return new Routed.ToSettings(
                new ChangeSetting(message.id() + ".setting", message.user(), PersonFile.ACTIVATION, wanted),
                Notices.said(message, Sentences.activation(wanted.equals(ALWAYS)), Outcome.ANSWERED, at));
    }
}
