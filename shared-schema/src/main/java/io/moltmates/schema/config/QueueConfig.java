package io.moltmates.schema.config;

import java.time.Duration;

/// What happens to messages of a chat platform that come while their conversation's turn runs.
///
/// @param mode what becomes of them
/// @param debounce how long nobody must have written before those that waited are answered together
/// @param cap how many of them may wait
/// @param drop which one goes when there are more, or that the oldest are kept in short
public record QueueConfig(Mode mode, Duration debounce, int cap, Drop drop) {

    public static final QueueConfig DEFAULT = new QueueConfig(Mode.COLLECT, Duration.ofSeconds(1), 20, Drop.NEW);

    public QueueConfig {
        Check.range("debounce", debounce, Duration.ZERO, Duration.ofMinutes(1));
        Check.range("cap", cap, 1, 1000);
    }

    /// What becomes of messages that come while a turn runs.
    public enum Mode {
        /// Those that waited are answered together.
        COLLECT,
        /// They are put into the running turn before its next step.
        STEER,
        /// Each is answered in its turn.
        FOLLOWUP,
        /// They end the running turn.
        INTERRUPT
    }

    /// Which message goes when too many wait.
    public enum Drop {
        /// The oldest that waits is refused.
        OLD,
        /// The one that comes is refused.
        NEW,
        /// Of the oldest that waits a line is kept, which the next turn answers too.
        SUMMARIZE
    }
}
