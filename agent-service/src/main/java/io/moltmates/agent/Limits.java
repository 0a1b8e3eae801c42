package io.moltmates.agent;

import io.moltmates.agent.DayUsage.Used;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Holds people to the tokens and the money of a day, and tells them before they end.
final class Limits {

    private static final double NEARLY = 0.8;

    private final Supplier<AgentSettings> settings;
    private final Clock clock;

    Limits(Supplier<AgentSettings> settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// One of a day's limits and how much of it is taken.
    private record Measure(String reason, double limit, double taken, double added, String words) {

        boolean over() {
            return taken >= limit;
        }

        boolean crosses(double share) {
            return taken < limit * share && taken + added >= limit * share;
        }
    }

    /// Why a message is refused that was not begun yet; null if it is not.
    @Nullable
    Refusal refusal(PersonJournal journal, UserId speaker) throws IOException {
        for (var measure : measures(journal, speaker, null)) {
            if (measure.over()) {
                return new Refusal(
                        measure.reason(),
                        "Today's " + measure.words() + " are used up. Please send this again when it goes on, "
                                + goesOn() + ".");
            }
        }
        return null;
    }

    /// What is said behind an answer that takes a day to its end or near it; null for any other.
    @Nullable
    Notice after(PersonJournal journal, InboundMessage message, JournalLine.@Nullable Charge charge)
            throws IOException {
        if (charge == null) {
            return null;
        }
        for (var measure : measures(journal, message.sender(), charge)) {
            String text = null;
            if (measure.crosses(1)) {
                text = "With this, today's " + measure.words() + " are used up. It goes on " + goesOn() + ".";
            } else if (measure.crosses(NEARLY)) {
                long percent = (long) ((measure.taken() + measure.added()) * 100 / measure.limit());
                text = "You have used " + percent + " % of today's " + measure.words() + ". The next day begins "
                        + goesOn() + ".";
            }
            if (text != null) {
                return new Notice(
                        message.id() + ".limit",
                        message.user(),
                        message.address(),
                        message.id(),
                        text,
                        List.of(),
                        null,
                        null,
                        clock.instant());
            }
        }
        return null;
    }

    /// What a speaker of this conversation used today.
    Used used(PersonJournal journal, UserId speaker) throws IOException {
        return journal.used(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                .of(speaker);
    }

    /// When the next day begins, such as `at 00:00 UTC, in 3 h 5 min`.
    String goesOn() {
        var now = clock.instant();
        var next = LocalDate.ofInstant(now, ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        long minutes = Math.max(1, Duration.between(now, next).plusSeconds(59).toMinutes());
        return "at 00:00 UTC, in " + (minutes >= 60 ? minutes / 60 + " h " : "") + minutes % 60 + " min";
    }

    private List<Measure> measures(PersonJournal journal, UserId speaker, JournalLine.@Nullable Charge charge)
            throws IOException {
        var limits = settings.get().limits();
        int tokens = limits.tokensPerDay(speaker);
        double money = limits.moneyPerDay(speaker);
        if (tokens == 0 && money == 0) {
            return List.of();
        }
        var used = used(journal, speaker);
        var measures = new ArrayList<Measure>();
        if (tokens > 0) {
            measures.add(new Measure(
                    "tokens_per_day",
                    tokens,
                    used.tokens(),
                    charge == null ? 0 : charge.tokens(),
                    String.format(Locale.ROOT, "%,d tokens", tokens)));
        }
        if (money > 0) {
            measures.add(new Measure(
                    "money_per_day",
                    money,
                    used.dollars(),
                    charge == null ? 0 : charge.dollars(),
                    Texts.dollars(money) + " for models"));
        }
        return measures;
    }
}
