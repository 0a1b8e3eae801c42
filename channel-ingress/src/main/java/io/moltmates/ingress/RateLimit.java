package io.moltmates.ingress;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Lets each of many keys do something so many times at once, and then as often as its bucket fills again.
/// Thread-safe; the keys that were idle longest are forgotten first.
public final class RateLimit {

    private static final int MOST_KEYS = 10_000;

    private final double burst;
    private final double perNano;
    private final LongSupplier nanos;
    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_KEYS;
        }
    };

    private static final class Bucket {
        private double tokens;
        private long at;

        Bucket(double tokens, long at) {
            this.tokens = tokens;
            this.at = at;
        }
    }

    /// @param burst how often at once
    /// @param refill how long an empty bucket takes to be full again
    public RateLimit(int burst, Duration refill) {
        this(burst, refill, System::nanoTime);
    }

    RateLimit(int burst, Duration refill, LongSupplier nanos) {
        this.burst = burst;
        this.perNano = burst / (double) refill.toNanos();
        this.nanos = nanos;
    }

    public synchronized boolean admits(String key) {
        long now = nanos.getAsLong();
        var bucket = buckets.computeIfAbsent(key, _ -> new Bucket(burst, now));
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) * perNano);
        bucket.at = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens--;
        return true;
    }
}
