package io.moltmates.router;

import io.moltmates.schema.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers who was refused lately, so that a stranger is told once and not at every message.
///
/// Holds a bounded number of strangers: the longest known one is forgotten first. Not thread-safe.
final class RefusalSilence {

    static final Duration SILENCE = Duration.ofMinutes(10);
    private static final int MOST_STRANGERS = 10_000;

    private final Map<UserId, Instant> told = new LinkedHashMap<>();

    /// They were let in: should that be taken back, they are told at once.
    void forget(UserId user) {
        told.remove(user);
    }

    /// True at most once per sender in ten minutes.
    boolean mayTell(UserId user, Instant now) {
        Instant last = told.get(user);
        if (last != null && now.isBefore(last.plus(SILENCE))) {
            return false;
        }
        told.remove(user);
        told.put(user, now);
        if (told.size() > MOST_STRANGERS) {
            told.remove(told.keySet().iterator().next());
        }
        return true;
    }
}
