package io.moltmates.schema.config;

import java.time.Duration;
import java.time.LocalTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a person's next message begins a new conversation by itself.
///
/// @param daily from which time of the person's day on, such as `04:00`; without it, on no day
/// @param idle after how long a silence; without it, after none
public record SessionResetConfig(
        @Nullable String daily, @Nullable Duration idle) {

    public static final SessionResetConfig NEVER = new SessionResetConfig(null, null);

    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");

    public SessionResetConfig {
        if (daily != null && !TIME.matcher(daily).matches()) {
            throw new InvalidSetting("daily", "is not a time of day", "Write it like 04:00.");
        }
        if (idle != null) {
            Check.range("idle", idle, Duration.ofMinutes(1), Duration.ofDays(365));
        }
    }

    /// The time of day; null if there is none.
    public @Nullable LocalTime dailyAt() {
        return daily == null ? null : LocalTime.parse(daily);
    }
}
