package io.moltmates.router;

import io.moltmates.schema.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what an address tries in a while, so that nobody goes on guessing.
///
/// Bounded: beyond ten thousand addresses, the one that has tried nothing for the longest time is forgotten. Not
/// thread-safe.
final class LinkTries {

    private static final int MOST_ADDRESSES = 10_000;

    private final int most;
    private final Duration window;
    private final Map<UserId, Deque<Instant>> tries = new LinkedHashMap<>(16, 0.75f, true);

    LinkTries(int most, Duration window) {
        this.most = most;
        this.window = window;
    }

    /// Counts one more; false if there are too many.
    boolean admits(UserId address, Instant now) {
        var times = tries.computeIfAbsent(address, _ -> new ArrayDeque<>());
        times.removeIf(time -> !now.isBefore(time.plus(window)));
        if (tries.size() > MOST_ADDRESSES) {
            tries.remove(tries.keySet().iterator().next());
        }
        return times.size() < most && times.add(now);
    }
}
