package io.moltmates.agent;

import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A session as a model is told of it: a summary of what is long ago, and the turns since then. Follows the journal
/// line by line.
final class Conversation {

    private final List<ConversationTurn> turns = new ArrayList<>();
    private String summary = "";

    /// @param place of the line in the journal
    void apply(JournalLine line, long place) {
        switch (line) {
            case JournalLine.Request request -> turns.add(new ConversationTurn(request.message(), place));
            case JournalLine.Joined joined -> {
                var turn = find(joined.turn());
                if (turn != null) {
                    turn.join(joined);
                }
            }
            case JournalLine.Files files -> {
                var turn = find(files.id());
                if (turn != null) {
                    turn.add(files);
                }
            }
            case JournalLine.Heard heard -> {
                var turn = find(heard.id());
                if (turn != null) {
                    turn.add(heard);
                }
            }
            case JournalLine.Answer answer -> {
                var turn = find(answer.id());
                if (turn != null) {
                    turn.add(answer);
                }
            }
            case JournalLine.Result result -> {
                var turn = find(result.id());
                if (turn != null) {
                    turn.add(result);
                }
            }
            case JournalLine.Outcome outcome -> close(outcome);
            case JournalLine.Segment _, JournalLine.Attempt _, JournalLine.Summary _ -> {}
        }
    }

    /// A turn without files begins.
    void begin(String id, String text, long place) {
        turns.add(new ConversationTurn(id, text, place));
    }

    /// A model answered without asking for tools.
    void answer(String id, String text) {
        var turn = find(id);
        if (turn != null) {
            turn.answer(text);
        }
    }

    /// A turn ended with an answer.
    ///
    /// @return false if more has to be known to close it
    boolean answered(String id) {
        var turn = find(id);
        return turn == null || turn.closed() || turn.closeAnswered();
    }

    /// From now on the turns before this place stand for themselves only in the summary.
    void summarize(String text, long firstKept) {
        summary = text;
        turns.removeIf(turn -> turn.place() < firstKept);
    }

    /// Empty while nothing was summarized.
    String summary() {
        return summary;
    }

    /// The turns that came to an end, the oldest first.
    List<ConversationTurn> closed() {
        return turns.stream().filter(ConversationTurn::closed).toList();
    }

    @Nullable
    ConversationTurn find(String id) {
        for (int i = turns.size() - 1; i >= 0; i--) {
            if (turns.get(i).id().equals(id)) {
                return turns.get(i);
            }
        }
        return null;
    }

    /// Bytes in memory, roughly.
    long weight() {
        long weight = 200L + summary.length();
        for (var turn : turns) {
            weight += turn.weight();
        }
        return weight;
    }

    private void close(JournalLine.Outcome outcome) {
        var turn = find(outcome.id());
        if (turn == null || turn.closed()) {
            return;
        }
        if (outcome.reply() instanceof Reply reply && reply.outcome() != Outcome.REFUSED) {
            turn.close(reply);
        } else {
            turns.remove(turn); // the model never heard of it
        }
    }
}
