package io.moltmates.schema.config;

import java.time.Duration;

/// When a provider's answer is cut.
///
/// @param connect how long reaching the provider may take
/// @param firstByte how long the first byte of an answer may take
/// @param idle how long an answer that has begun may be silent
/// @param total how long a whole answer may take
public record TimeoutsConfig(Duration connect, Duration firstByte, Duration idle, Duration total) {

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofHours(24);

    public static final TimeoutsConfig DEFAULT = new TimeoutsConfig(
            Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(15));

    public TimeoutsConfig {
        Check.range("connect", connect, LEAST, MOST);
        Check.range("firstByte", firstByte, LEAST, MOST);
        Check.range("idle", idle, LEAST, MOST);
        Check.range("total", total, LEAST, MOST);
    }
}
