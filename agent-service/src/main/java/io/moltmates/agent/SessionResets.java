package io.moltmates.agent;

import io.moltmates.schema.config.SessionResetConfig;
import java.time.Instant;
import java.time.ZoneId;

/// Decides when a message begins a new session by itself.
final class SessionResets {

    private SessionResets() {}

    /// @param last when the session was written to last
    /// @param now when the message was written
    /// @param zone of the person
    static boolean isDue(SessionResetConfig config, Instant last, Instant now, ZoneId zone) {
        var idle = config.idle();
        if (idle != null && !last.plus(idle).isAfter(now)) {
            return true;
        }
        var time = config.dailyAt();
        if (time == null) {
            return false;
        }
        var day = now.atZone(zone).toLocalDate();
        var begin = day.atTime(time).atZone(zone).toInstant();
        if (begin.isAfter(now)) {
            begin = day.minusDays(1).atTime(time).atZone(zone).toInstant();
        }
        return last.isBefore(begin);
    }
}
