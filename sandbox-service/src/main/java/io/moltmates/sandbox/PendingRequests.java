package io.moltmates.sandbox;

import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.Cancel;
import io.moltmates.schema.UserId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
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
    /// @param partition that it came from
    /// @param written completed when the log has its answer; never if it moved before
    /// @param ended completed when nothing of it is done any more
    /// @param again whether the same was asked before, and that one is answered
    record Pending(
            int partition,
            Cancellation cancellation,
            CompletableFuture<Void> written,
            CompletableFuture<Void> ended,
            boolean again) {}

    synchronized Pending enter(SandboxRequest request, int partition) {
        var key = key(request, request.id());
        var present = pending.get(key);
        if (present != null) {
            return new Pending(partition, present.cancellation(), present.written(), present.ended(), true);
        }
        var made =
                new Pending(partition, new Cancellation(), new CompletableFuture<>(), new CompletableFuture<>(), false);
        if (early.remove(key) != null) {
            made.cancellation().cancel();
        }
        pending.put(key, made);
        return made;
    }

    synchronized void leave(SandboxRequest request, Pending entry) {
        pending.remove(key(request, request.id()), entry);
    }

    /// Gives up the requests of these partitions: whoever has those from now on answers.
    ///
    /// @return completed when nothing of them is done here any more
    CompletableFuture<Void> move(Set<Integer> partitions) {
        List<Pending> moved;
        synchronized (this) {
            moved = pending.values().stream()
                    .filter(entry -> partitions.contains(entry.partition()))
                    .toList();
            pending.values().removeAll(moved);
        }
        moved.forEach(entry -> entry.cancellation().move()); // all, before the end of one lets the next one begin
        moved.forEach(entry -> entry.cancellation().cancelAside());
        return CompletableFuture.allOf(moved.stream().map(Pending::ended).toArray(CompletableFuture[]::new));
    }

    /// Returns at once, and counts at once.
    void cancel(Cancel cancel) {
        var target = target(cancel);
        if (target != null) {
            target.cancellation().cancelAside();
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
