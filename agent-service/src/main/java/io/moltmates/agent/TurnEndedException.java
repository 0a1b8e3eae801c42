package io.moltmates.agent;

/// The work on a message goes no further here, and has no outcome here.
final class TurnEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Why.
    enum Reason {
        /// The person said stop; the turn ends with what was said so far.
        STOPPED,
        /// The partition moved, or the service stops: whoever has the person next goes on.
        ABANDONED,
        /// Another writer took the session over; if the person is still ours, it is taken back.
        FENCED,
        /// The session is ours now, but was written to since its journal was read: it is read again.
        BEHIND,
        /// The person's directory is gone, or is another one.
        GONE
    }

    private final Reason reason;

    TurnEndedException(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
