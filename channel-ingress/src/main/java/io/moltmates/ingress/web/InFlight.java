package io.moltmates.ingress.web;

import io.moltmates.ingress.Draft;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.LiveEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The turns that are not finished: what was asked and how far the answer is, so that a page that loads in the middle
/// of one sees both. Not thread-safe.
///
/// Bounded by count, bytes and time; the turns that were idle longest go first, and their pages wait for the final
/// answer without seeing it grow. A finished turn is remembered for a while, empty, so that a late event does not
/// bring its draft back.
final class InFlight {

    private static final Duration LONGEST = Duration.ofHours(2);

    private final int mostTurns;
    private final long mostBytes;
    private final LongSupplier nanos;
    private final LinkedHashMap<String, Turn> turns = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /// One turn of one person.
    static final class Turn {
        private final String person;
        private final String id;
        private long touched;
        private int weight;
        private boolean finished;
        private @Nullable Item question;
        private @Nullable Draft draft;

        private Turn(String person, String id) {
            this.person = person;
            this.id = id;
        }

        String id() {
            return id;
        }

        @Nullable
        Item question() {
            return question;
        }

        @Nullable
        Draft draft() {
            return draft;
        }
    }

    InFlight(int mostTurns, long mostBytes) {
        this(mostTurns, mostBytes, System::nanoTime);
    }

    InFlight(int mostTurns, long mostBytes, LongSupplier nanos) {
        this.mostTurns = mostTurns;
        this.mostBytes = mostBytes;
        this.nanos = nanos;
    }

    /// Whether this is news: false if it is known already, or answered.
    boolean accepted(String person, Item question) {
        var turn = turn(person, question.id());
        if (turn.finished || turn.question != null || !turn.person.equals(person)) {
            return false;
        }
        turn.question = question;
        weigh(turn);
        return true;
    }

    /// The turn's draft after the event; null if the event says nothing new.
    @Nullable
    Draft apply(String person, LiveEvent event) {
        var turn = turn(person, event.turn());
        if (turn.finished || !turn.person.equals(person)) {
            return null;
        }
        var draft = turn.draft;
        if (draft == null) {
            draft = new Draft();
            turn.draft = draft;
        }
        if (!draft.apply(event)) {
            return null;
        }
        weigh(turn);
        return draft;
    }

    void finished(String person, String id) {
        var turn = turn(person, id);
        turn.finished = true;
        turn.question = null;
        turn.draft = null;
        weigh(turn);
    }

    /// The unfinished turns of this person, the one touched longest ago first.
    List<Turn> of(String person) {
        long now = nanos.getAsLong();
        var found = new ArrayList<Turn>();
        for (var turn : turns.values()) {
            if (turn.person.equals(person) && !turn.finished && now - turn.touched < LONGEST.toNanos()) {
                found.add(turn);
            }
        }
        return found;
    }

    int size() {
        return turns.size();
    }

    private Turn turn(String person, String id) {
        var turn = turns.computeIfAbsent(id, _ -> new Turn(person, id));
        turn.touched = nanos.getAsLong();
        return turn;
    }

    private void weigh(Turn turn) {
        int weight = 300;
        if (turn.question != null) {
            weight += 2 * turn.question.text().length();
        }
        if (turn.draft != null) {
            weight += turn.draft.weight();
        }
        bytes += weight - turn.weight;
        turn.weight = weight;
        while ((turns.size() > mostTurns || bytes > mostBytes) && turns.size() > 1) {
            bytes -= turns.pollFirstEntry().getValue().weight;
        }
    }
}
