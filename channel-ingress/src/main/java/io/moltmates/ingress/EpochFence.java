package io.moltmates.ingress;

import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers the highest epoch seen for each of the last used names (a session, a turn), and refuses lower ones: they
/// come from a worker that has lost its place. Not thread-safe.
public final class EpochFence {

    private final LinkedHashMap<String, Long> highest;

    public EpochFence(int most) {
        highest = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                return size() > most;
            }
        };
    }

    /// Whether this is not from before something that was seen already.
    public boolean admits(String name, long epoch) {
        return highest.merge(name, epoch, Math::max) == epoch;
    }
}
