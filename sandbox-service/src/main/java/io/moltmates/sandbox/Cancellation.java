package io.moltmates.sandbox;

import java.util.ArrayList;
import java.util.List;

/// Ends one request from outside, once; who listens is told at once, also when the cancellation came
/// first.
public final class Cancellation {

    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;

    public void cancel() {
        List<Runnable> toTell;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toTell = List.copyOf(listeners);
            listeners.clear();
        }
        toTell.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /// @param listener quick; called on the thread that cancels
    public void onCancel(Runnable listener) {
        synchronized (this) {
            if (!cancelled) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }
}
