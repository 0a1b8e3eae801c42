package io.moltmates.sandbox;

import java.util.ArrayList;
import java.util.List;

/// Ends one request from outside, once; who listens is told at once, also when the cancellation came
/// first.
public final class Cancellation {

    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;
    private volatile boolean moved;

    public void cancel() {
        toTell().forEach(Runnable::run);
    }

    /// The same, but the listeners are told on a thread of their own: for whoever must not wait for them.
    public void cancelAside() {
        var listening = toTell();
        if (!listening.isEmpty()) {
            Thread.ofVirtual().start(() -> listening.forEach(Runnable::run));
        }
    }

    /// Another life of the service works for that person from now on, and answers instead; what runs is to be
    /// cancelled.
    public void move() {
        moved = true;
    }

    private synchronized List<Runnable> toTell() {
        cancelled = true;
        var all = List.copyOf(listeners);
        listeners.clear();
        return all;
    }

    public boolean isMoved() {
        return moved;
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
