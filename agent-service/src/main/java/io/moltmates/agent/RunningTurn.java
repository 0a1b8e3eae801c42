package io.moltmates.agent;

import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.agent.model.Cancellation;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The switch that others end a turn with: the first reason counts, and whatever the turn waits for ends at once.
final class RunningTurn {

    private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();
    private final Cancellation cancellation = new Cancellation();

    void end(Reason why) {
        if (reason.compareAndSet(null, why)) {
            cancellation.cancel();
        } else if (why == Reason.ABANDONED) {
            reason.set(why); // nobody else may write an outcome any more
        }
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /// Null while nothing speaks against going on.
    @Nullable
    Reason reason() {
        return reason.get();
    }

    /// @throws TurnEndedException if somebody has ended the turn
    void check() {
        var why = reason.get();
        if (why != null) {
            throw new TurnEndedException(why);
        }
    }

    /// As [#check], but lets a stopped turn record its end.
    void checkOwned() {
        var why = reason.get();
        if (why != null && why != Reason.STOPPED) {
            throw new TurnEndedException(why);
        }
    }
}
