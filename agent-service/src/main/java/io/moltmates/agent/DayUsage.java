package io.moltmates.agent;

import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the speakers of one conversation used on one day of UTC, as its journal tells. Thread-safe.
final class DayUsage {

    /// @param unpriced the models whose price was not known, so that they are not in the sum
    record Used(long tokens, double dollars, Set<String> unpriced) {

        static final Used NOTHING = new Used(0, 0, Set.of());

        Used {
            unpriced = Set.copyOf(unpriced);
        }

        Used plus(JournalLine.Charge charge) {
            var names = new TreeSet<>(unpriced);
            names.addAll(charge.unpriced());
            return new Used(tokens + charge.tokens(), dollars + charge.dollars(), names);
        }
    }

    private final LocalDate day;
    private final Map<UserId, Used> bySpeaker = new HashMap<>();

    private DayUsage(LocalDate day) {
        this.day = day;
    }

    /// Reads the files that were written to since the day began.
    static DayUsage read(Path sessions, LocalDate day) throws IOException {
        var usage = new DayUsage(day);
        SessionReader.outcomesSince(sessions, day.atStartOfDay(ZoneOffset.UTC).toInstant(), usage::add);
        return usage;
    }

    LocalDate day() {
        return day;
    }

    /// Takes the outcome in if it is one of this day.
    synchronized void add(JournalLine.Outcome outcome) {
        var charge = outcome.charge();
        if (charge != null
                && LocalDate.ofInstant(outcome.reply().at(), ZoneOffset.UTC).equals(day)) {
            var speaker = charge.speaker() == null ? outcome.reply().user() : charge.speaker();
            bySpeaker.put(speaker, bySpeaker.getOrDefault(speaker, Used.NOTHING).plus(charge));
        }
    }

    synchronized Used all() {
        var all = Used.NOTHING;
        for (var used : bySpeaker.values()) {
            all = all.plus(new JournalLine.Charge(null, used.tokens(), used.dollars(), List.copyOf(used.unpriced())));
        }
        return all;
    }

    synchronized Used of(UserId speaker) {
        return bySpeaker.getOrDefault(speaker, Used.NOTHING);
    }
}
