package io.moltmates.schema.config;

import java.time.Duration;

/// What may be said, and how much of it may wait.
///
/// @param maxAge a message that has waited longer is refused with a sentence instead of answered
/// @param laneCapacity how many messages of one person may wait; the next one is refused with a sentence
/// @param maxTextBytes the longest message, in bytes of UTF-8
/// @param queue what happens to messages of a chat platform that come while a turn runs
public record MessagesConfig(Duration maxAge, int laneCapacity, int maxTextBytes, QueueConfig queue) {

    public static final MessagesConfig DEFAULT =
            new MessagesConfig(Duration.ofHours(24), 50, 65_536, QueueConfig.DEFAULT);

    public MessagesConfig {
        Check.range("maxAge", maxAge, Duration.ofSeconds(1), Duration.ofDays(365));
        Check.range("laneCapacity", laneCapacity, 1, 100_000);
        Check.range("maxTextBytes", maxTextBytes, 1, 524_288);
    }
}
