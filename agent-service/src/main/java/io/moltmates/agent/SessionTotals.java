package io.moltmates.agent;

import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.TokenUsage;
import java.io.IOException;
import java.nio.file.Path;

/// How many turns a session has, and what they took.
record SessionTotals(int turns, TokenUsage usage) {

    /// Reads the session's files.
    static SessionTotals read(Path sessions, String session) throws IOException {
        var total = new Object() {
            int turns;
            TokenUsage usage = TokenUsage.NONE;
        };
        SessionReader.outcomes(sessions, session, outcome -> {
            if (outcome.reply() instanceof Reply reply) {
                total.turns++;
                total.usage = total.usage.plus(reply.usage());
            }
        });
        return new SessionTotals(total.turns, total.usage);
    }
}
