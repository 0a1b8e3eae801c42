package io.moltmates.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Keeps what was used last, up to a total weight. Thread-safe.
final class WeightedCache<K, V> {

    private record Entry<V>(V value, long weight) {}

    private final long capacity;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long total;

    /// @param capacity in the unit of the weights: bytes
    WeightedCache(long capacity) {
        this.capacity = capacity;
    }

    synchronized @Nullable V get(K key) {
        var entry = entries.get(key);
        return entry == null ? null : entry.value;
    }

    /// Keeps what was kept until now, or has room; of what is new when there is no room, only one in eight takes the
    /// place of the eldest: so whoever comes by in turn finds some of it again, instead of nothing.
    void offer(K key, V value, long weight, boolean wasKept) {
        if (wasKept || hasRoom(weight) || ThreadLocalRandom.current().nextInt(8) == 0) {
            put(key, value, weight);
        }
    }

    private synchronized boolean hasRoom(long weight) {
        return total + weight <= capacity;
    }

    synchronized void put(K key, V value, long weight) {
        var old = entries.put(key, new Entry<>(value, weight));
        total += weight - (old == null ? 0 : old.weight);
        var eldest = entries.values().iterator();
        while (total > capacity && eldest.hasNext()) {
            total -= eldest.next().weight;
            eldest.remove();
        }
    }

    synchronized @Nullable V take(K key) {
        var old = entries.remove(key);
        if (old == null) {
            return null;
        }
        total -= old.weight;
        return old.value;
    }

    synchronized int size() {
        return entries.size();
    }
}
