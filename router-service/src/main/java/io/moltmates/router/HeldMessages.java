package io.moltmates.router;

import io.moltmates.schema.UserId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// Messages of addresses that move to another person, until they have: none of them is acknowledged before it is
/// routed, so a router that ends loses nothing.
///
/// No more than two hundred wait for each address. Not thread-safe: the router's monitor is held.
final class HeldMessages {

    private static final int MOST = 200;

    private final Map<UserId, Queue<Runnable>> waiting = new HashMap<>();

    boolean hasRoom(UserId address) {
        var queue = waiting.get(address);
        return queue == null || queue.size() < MOST;
    }

    /// @param routing to be called at [#release]
    /// @return completed when what was routed is
    CompletionStage<Void> hold(UserId address, Supplier<CompletionStage<Void>> routing) {
        var done = new CompletableFuture<Void>();
        waiting.computeIfAbsent(address, _ -> new ArrayDeque<>())
                .add(() -> routing.get().whenComplete((_, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                }));
        return done;
    }

    /// Routes what waits for this address, in order.
    void release(UserId address) {
        var queue = waiting.remove(address);
        if (queue != null) {
            queue.forEach(Runnable::run);
        }
    }
}
