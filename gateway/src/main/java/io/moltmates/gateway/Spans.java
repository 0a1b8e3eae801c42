package io.moltmates.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// Says how long something took, for people.
final class Spans {

    private Spans() {}

    /// Clocks of two machines may differ, so a time that would be negative is none.
    static Duration between(Instant from, Instant to) {
        var span = Duration.between(from, to);
        return span.isNegative() ? Duration.ZERO : span;
    }

    static String text(Duration span) {
        long millis = span.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        if (millis < 3_600_000) {
            return span.toMinutes() + " min " + span.toSecondsPart() + " s";
        }
        return span.toHours() + " h " + span.toMinutesPart() + " min";
    }
}
