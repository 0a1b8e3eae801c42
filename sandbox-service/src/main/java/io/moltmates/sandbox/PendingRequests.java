package io.moltmates.sandbox;

import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.Cancel;
import io.moltmates.schema.UserId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The requests that have no answer yet, each once however often it is asked, and the cancellations
/// that came before what they are for.
///
/// Of the latter only the last ones are kept.
final class PendingRequests {

    private static final int EARLY_KEPT = 10_000;

    private final Map<Key, Pending> pending = new HashMap<>();
    private final Map<Key, Boolean> early = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Entry<Key, Boolean> eldest) {
            return size() > EARLY_KEPT;
        }
    };

    private record Key(UserId user, String incarnation, String id) {}

    /// One request.
    ///
    /// @param written completed when the log has its answer
    /// @param again whether the same was asked before, and that one is answered
    record Pending(Cancellation cancellation, CompletableFuture<Void> written, boolean again) {}

    synchronized Pending enter(SandboxRequest request) {
        var key = key(request, request.id());
        var present = pending.get(key);
        if (present != null) {
            return new Pending(present.cancellation(), present.written(), true);
        }
        var made = new Pending(new Cancellation(), new CompletableFuture<>(), false);
        if (early.remove(key) != null) {
            made.cancellation().cancel();
        }
        pending.put(key, made);
        return made;
    }

    synchronized void leave(SandboxRequest request) {
        pending.remove(key(request, request.id()));
    }

    /// Returns at once; the request is told on a thread of its own.
    void cancel(Cancel cancel) {
        var target = target(cancel);
        if (target != null) {
            Thread.ofVirtual().start(target.cancellation()::cancel);
        }
    }

    private synchronized @Nullable Pending target(Cancel cancel) {
        var key = key(cancel, cancel.target());
        var target = pending.get(key);
        if (target == null) {
            early.put(key, true);
        }
        return target;
    }

    private static Key key(SandboxRequest request, String id) {
        return new Key(request.user(), request.incarnation(), id);
    }
}
