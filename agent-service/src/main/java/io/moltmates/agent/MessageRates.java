package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Holds who writes to so many messages a minute, by when they were written; in memory, so it begins anew with each
/// worker. The same message again counts once; one that is refused does not count. Thread-safe.
final class MessageRates {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int CALLS_BETWEEN_SWEEPS = 4096;

    private record Counted(String id, Instant at) {}

    private final Map<UserId, Deque<Counted>> windows = new ConcurrentHashMap<>();
    private int calls;

    /// Null if the message may be answered, which then counts.
    ///
    /// @param most in a minute; 0 is any number
    synchronized @Nullable Refusal refusal(InboundMessage message, int most) {
        sweep(message.receivedAt());
        if (most == 0) {
            return null;
        }
        var window = windows.computeIfAbsent(message.sender(), _ -> new ArrayDeque<>());
        var begin = message.receivedAt().minus(MINUTE);
        window.removeIf(counted -> !counted.at().isAfter(begin));
        if (window.stream().anyMatch(counted -> counted.id().equals(message.id()))) {
            return null;
        }
        if (window.size() >= most) {
            long millis = Duration.between(begin, window.getFirst().at()).toMillis();
            long seconds = Math.clamp((millis + 999) / 1000, 1, MINUTE.toSeconds());
            return new Refusal(
                    "too_fast",
                    "That is more than " + most + (most == 1 ? " message" : " messages") + " in a minute; please wait "
                            + seconds + (seconds == 1 ? " second" : " seconds") + " and send this one again.");
        }
        window.add(new Counted(message.id(), message.receivedAt()));
        return null;
    }

    /// How many people are remembered.
    synchronized int size() {
        return windows.size();
    }

    private void sweep(Instant now) {
        if (++calls % CALLS_BETWEEN_SWEEPS == 0) {
            windows.values()
                    .removeIf(
                            window -> window.isEmpty() || window.getLast().at().isBefore(now.minus(MINUTE)));
        }
    }
}
