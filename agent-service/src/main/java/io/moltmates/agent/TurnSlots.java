package io.moltmates.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// Lets only so many turns of this worker run at once.
///
/// Who asks first is served first; since a person has one turn at a time, nobody stands in the line twice. A turn that
/// is
/// ended while it waits comes through at once, without a slot, to find out what has ended it. A limit that was raised
/// counts within a second; one that was lowered lets what runs come to its end. Thread-safe.
final class TurnSlots {

    private static final long LOOK_MILLIS = 1_000;

    private final IntSupplier limit;
    private final Deque<Slot> waiting = new ArrayDeque<>();
    private int taken;

    /// @param limit asked anew each time
    TurnSlots(IntSupplier limit) {
        this.limit = limit;
    }

    /// What lets one turn run, until it is closed.
    final class Slot implements AutoCloseable {

        private final CountDownLatch through = new CountDownLatch(1);
        private boolean counted;

        @Override
        public void close() {
            synchronized (TurnSlots.this) {
                waiting.remove(this);
                if (counted) {
                    counted = false;
                    taken--;
                }
                fill();
            }
        }
    }

    /// Waits for a slot, or until the turn is ended.
    ///
    /// @throws TransientException if the thread was interrupted
    Slot take(RunningTurn turn) {
        var slot = new Slot();
        synchronized (this) {
            waiting.add(slot);
            fill();
        }
        try (var _ = turn.cancellation().onCancel(slot.through::countDown)) {
            while (!slot.through.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                fill();
            }
        } catch (InterruptedException e) {
            slot.close();
            Thread.currentThread().interrupt();
            throw new TransientException("Interrupted while waiting for other turns", e);
        }
        return slot;
    }

    /// How many turns wait.
    synchronized int waiting() {
        return waiting.size();
    }

    private synchronized void fill() {
        while (taken < limit.getAsInt() && !waiting.isEmpty()) {
            var next = waiting.remove();
            next.counted = true;
            taken++;
            next.through.countDown();
        }
    }
}
