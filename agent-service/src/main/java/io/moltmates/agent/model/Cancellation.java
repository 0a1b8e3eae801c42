package io.moltmates.agent.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A switch that ends a running model call from another thread: its socket closes at once and the call throws
/// [ModelFault.Cancelled].
///
/// Guarantees: each registered action runs at most once, on the cancelling thread; one registered after the
/// cancellation runs at once;
/// none runs after its registration was closed, unless it had begun.
public final class Cancellation {

    private final BooleanSupplier wanted;
    private final Set<Registration> registrations = new LinkedHashSet<>();
    private boolean cancelled;

    public Cancellation() {
        this(() -> true);
    }

    /// @param wanted looks whether the answer is still wanted: asked once more before each request that is sent
    public Cancellation(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    /// The last look before something is sent that can't be taken back; presses the switch if the answer is not wanted
    /// any more.
    ///
    /// @return whether it may be sent
    public boolean lastLook() {
        if (!isCancelled() && !wanted.getAsBoolean()) {
            cancel();
        }
        return !isCancelled();
    }

    /// Ends what is registered; has no effect the second time.
    public void cancel() {
        List<Registration> due;
        synchronized (registrations) {
            cancelled = true;
            due = List.copyOf(registrations);
            registrations.clear();
        }
        due.forEach(registration -> registration.action.run());
    }

    public boolean isCancelled() {
        synchronized (registrations) {
            return cancelled;
        }
    }

    /// Calls the action when the switch is pressed, at once if it already is.
    public Registration onCancel(Runnable action) {
        var registration = new Registration(action);
        synchronized (registrations) {
            if (!cancelled) {
                registrations.add(registration);
                return registration;
            }
        }
        action.run();
        return registration;
    }

    /// One registered action; closing it forgets the action.
    public final class Registration implements AutoCloseable {

        private final Runnable action;

        private Registration(Runnable action) {
            this.action = action;
        }

        @Override
        public void close() {
            synchronized (registrations) {
                registrations.remove(this);
            }
        }
    }
}
