package io.moltmates.sandbox.supervisor;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What one thread that runs a command waits for: replies about its runs, and being told to stop.
///
/// Bounded: output goes on to where it is kept, and a peer that says more than belongs to a run is not
/// listened to.
final class Inbox implements Receiver {

    private static final int ROOM = 1024;

    private final KeptOutput output;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(ROOM);
    private volatile boolean cancelled;
    private volatile boolean interrupted;

    sealed interface Event {

        record Said(Reply reply) implements Event {}

        record Lost(String why) implements Event {}

        /// The command was cancelled, or the waiting thread interrupted.
        record Stop() implements Event {}

        record Overdue() implements Event {}
    }

    Inbox(KeptOutput output) {
        this.output = output;
    }

    @Override
    public void receive(Reply reply) {
        if (reply instanceof Reply.Output printed) {
            output.add(printed.isError(), printed.bytes());
        } else {
            var _ = events.offer(new Event.Said(reply));
        }
    }

    @Override
    public void lost(String why) {
        var _ = events.offer(new Event.Lost(why));
    }

    void cancel() {
        cancelled = true;
        var _ = events.offer(new Event.Stop());
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    boolean isStopped() {
        return cancelled || interrupted;
    }

    /// Blocks until there is one. An interruption is remembered, and does not end the waiting for good.
    ///
    /// @param deadline as [System#nanoTime()] has it
    Event next(long deadline) {
        try {
            var event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return event == null ? new Event.Overdue() : event;
        } catch (InterruptedException _) {
            interrupted = true;
            return new Event.Stop();
        }
    }

    /// To be called when the waiting is over.
    void restoreInterruption() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
