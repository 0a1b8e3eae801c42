package io.moltmates.sandbox;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntSupplier;

/// How many commands may run at the same time, of all people together.
///
/// Who waits is let in in the order of coming. A person's commands come one after the other
/// ([PersonLanes]), so each person has or awaits at most one slot, and the slots go round between them.
/// The limit is looked at each time, so it may change; a smaller one ends nothing that runs.
final class CommandSlots {

    private final IntSupplier limit;
    private final Queue<CompletableFuture<Boolean>> waiting = new ArrayDeque<>();
    private int taken;

    CommandSlots(IntSupplier limit) {
        this.limit = limit;
    }

    /// Blocks until a slot is free, or the cancellation comes.
    ///
    /// @return whether there is a slot, which [#leave] gives back
    boolean enter(Cancellation cancellation) throws InterruptedException {
        var turn = new CompletableFuture<Boolean>();
        synchronized (this) {
            waiting.add(turn);
        }
        cancellation.onCancel(() -> turn.complete(false));
        letIn();
        try {
            return turn.get();
        } catch (InterruptedException e) {
            if (!turn.complete(false) && turn.getNow(false)) {
                leave();
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A turn never fails", e);
        } finally {
            synchronized (this) {
                waiting.removeIf(CompletableFuture::isDone); // this one, if it was cancelled
            }
        }
    }

    void leave() {
        synchronized (this) {
            taken--;
        }
        letIn();
    }

    /// Lets in who fits; also to be called when the limit has changed.
    synchronized void letIn() {
        while (taken < limit.getAsInt()) {
            var next = waiting.poll();
            if (next == null) {
                return;
            }
            if (next.complete(true)) {
                taken++;
            }
        }
    }
}
