package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import java.time.Instant;
import java.util.List;

/// What is said to a person who may write no more, for what they wrote before: nothing, unless somebody waits for the
/// response to a request. An empty text records how a message ended, and is not delivered.
final class Revocation {

    private Revocation() {}

    static boolean is(Lane.Next next) {
        return next.task().record() instanceof TurnControl control && control.control() == Control.REVOKE;
    }

    static String said(InboundMessage message) {
        return message.address().channel().equals("api") ? "You may write to this assistant no more." : "";
    }

    static Notice refusal(TurnControl control, Instant at) {
        return Controls.notice(control, "", Outcome.REFUSED, List.of(), at);
    }

    static Notice refusal(InboundMessage message, Instant at) {
        return new Notice(
                message.id() + ".notice",
                message.user(),
                message.address(),
                message.id(),
                said(message),
                List.of(),
                Outcome.REFUSED,
                null,
                at);
    }
}
