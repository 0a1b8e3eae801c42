package io.moltmates.agent;

import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.TokenUsage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/// How many turns a session has, and what they took.
///
/// @param unpriced the models whose price was not known, so that they are not in the sum
record SessionTotals(int turns, TokenUsage usage, double dollars, Set<String> unpriced) {

    SessionTotals {
        unpriced = Set.copyOf(unpriced);
    }

    /// Reads the session's files.
    static SessionTotals read(Path sessions, String session) throws IOException {
        var total = new Object() {
            int turns;
            TokenUsage usage = TokenUsage.NONE;
            double dollars;
        };
        var unpriced = new TreeSet<String>();
        SessionReader.outcomes(sessions, session, outcome -> {
            if (outcome.reply() instanceof Reply reply) {
                total.turns++;
                total.usage = total.usage.plus(reply.usage());
            }
            if (outcome.charge() != null) {
                total.dollars += outcome.charge().dollars();
                unpriced.addAll(outcome.charge().unpriced());
            }
        });
        return new SessionTotals(total.turns, total.usage, total.dollars, unpriced);
    }
}
