package io.moltmates.router;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import java.time.Instant;
import java.util.List;

/// Makes what the router itself says to the writer of a message.
final class Notices {

    private Notices() {}

    static Routed answer(InboundMessage message, String text, Instant now) {
        return new Routed.ToPerson(said(message, text, Outcome.ANSWERED, now));
    }

    static Routed refusal(InboundMessage message, String text, Instant now) {
        return new Routed.ToPerson(said(message, text, Outcome.REFUSED, now));
    }

    /// The same id when it is said again.
    static Notice said(InboundMessage message, String text, Outcome outcome, Instant now) {
        return new Notice(
                message.id() + ".notice",
                message.user(),
                message.address(),
                message.id(),
                text,
                List.of(),
                outcome,
                null,
                now);
    }
}
