package io.moltmates.agent;

import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.agent.model.Cancellation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The switch that others end a turn with: the first reason counts, and whatever the turn waits for ends at once.
final class RunningTurn {

    private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();
    private final Cancellation cancellation = new Cancellation(this::stillOurs);
    private volatile BooleanSupplier ours = () -> true;
    private volatile long steppedAt;
    private volatile boolean begun;
    private volatile boolean reported;

    /// The turn goes on: a word of a model, a tool that began or ended.
    void stepped() {
        steppedAt = System.nanoTime();
        begun = true;
    }

    /// Whether it has begun; before, it waits for other turns.
    boolean begun() {
        return begun;
    }

    /// Whether the last step was longer ago.
    boolean isStuck(Duration limit) {
        return begun && System.nanoTime() - steppedAt > limit.toNanos();
    }

    /// Whether nobody has reported before that this turn is stuck; for one caller.
    boolean reportOnce() {
        boolean first = !reported;
        reported = true;
        return first;
    }

    void end(Reason why) {
        if (reason.compareAndSet(null, why)) {
            cancellation.cancel();
        } else if (why == Reason.ABANDONED) {
            reason.set(why); // nobody else may write an outcome any more
        }
    }

    /// What is looked at once more before each request to a model, also one that is repeated: a worker may have been
    /// frozen since the turn looked last.
    void ownedWhile(BooleanSupplier look) {
        ours = look;
    }

    private boolean stillOurs() {
        if (!ours.getAsBoolean()) {
            end(Reason.FENCED);
        }
        return reason() == null;
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
