package io.moltmates.ingress;

import java.util.LinkedHashMap;
import java.util.Map;

/// Tells whether something happens for the first time, as far as it remembers the last ones. Thread-safe.
public final class Once {

    private final Map<String, Boolean> seen;

    /// @param most how many it remembers
    public Once(int most) {
        seen = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    /// Whether it has happened.
    public synchronized boolean knows(String name) {
        return seen.containsKey(name);
    }

    public synchronized boolean isFirst(String name) {
        return seen.put(name, Boolean.TRUE) == null;
    }
}
