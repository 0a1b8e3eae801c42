package io.moltmates.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// The time, until a test sets it; then it stands still.
final class TestClock extends Clock {

    private volatile Instant fixed = Instant.MIN;

    void set(String instant) {
        fixed = Instant.parse(instant);
    }

    void forward(Duration time) {
        fixed = instant().plus(time);
    }

    @Override
    public Instant instant() {
        return fixed.equals(Instant.MIN) ? Instant.now() : fixed;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
