package io.moltmates.agent.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One running call as the transport sees it; bound to the calling thread, since the model objects are shared by all
/// calls.
final class ModelCall {

    static final ScopedValue<ModelCall> CURRENT = ScopedValue.newInstance();

    private final Cancellation cancellation;
    private final ModelTimeouts timeouts;
    private final long startedAt = System.nanoTime();
    private @Nullable ModelException failure;

    ModelCall(Cancellation cancellation, ModelTimeouts timeouts) {
        this.cancellation = cancellation;
        this.timeouts = timeouts;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    ModelTimeouts timeouts() {
        return timeouts;
    }

    /// Remembers the first failure, which is nearer to the cause than what follows from it.
    ModelException fail(ModelException next) {
        if (failure == null) {
            failure = next;
        }
        return failure;
    }

    @Nullable
    ModelException failure() {
        return failure;
    }

    /// The limit, or what is left of the call's total time where that is less.
    Duration within(Duration limit) {
        var left = timeouts.total().minusNanos(System.nanoTime() - startedAt);
        return left.compareTo(limit) < 0 ? (left.isNegative() ? Duration.ZERO : left) : limit;
    }

    boolean overdue() {
        return within(timeouts.idle()).isZero();
    }
}
