package io.moltmates.agent;

import io.moltmates.schema.TurnRecord;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;

/// Decides which commands come before a person's messages, which are done beside the running turn, and which end it.
final class Precedence {

    private Precedence() {}

    /// Whether a command comes before all that waits.
    static boolean goesFirst(TurnControl control) {
        return endsTurn(control) || control.control() == Control.DELETE_SESSION;
    }

    /// Whether a command is answered while a turn runs; one that changes a setting waits for no turn, but overtakes
    /// nothing that is about to begin either.
    ///
    /// @param running whether a turn runs
    static boolean goesAside(TurnControl control, boolean running) {
        return switch (control.control()) {
            case STATUS, USAGE, LIMITS, CONTEXT, EXPORT -> true;
            case MODEL, THINK, VERBOSE, QUEUE, TIMEZONE -> running;
            case FORGET -> !ForgetCommand.isConfirmed(control);
            case STOP, RESET, NEW, DRAIN, COMPACT, REVOKE, RENEW, DELETE_SESSION, DELETE_PERSON -> false;
        };
    }

    /// Whether a command ends the turn that runs.
    static boolean endsTurn(TurnControl control) {
        return switch (control.control()) {
            case STOP, RESET, RENEW, DELETE_PERSON -> true;
            case NEW,
                    STATUS,
                    MODEL,
                    DRAIN,
                    REVOKE,
                    USAGE,
                    LIMITS,
                    CONTEXT,
                    COMPACT,
                    EXPORT,
                    FORGET,
                    THINK,
                    VERBOSE,
                    QUEUE,
                    TIMEZONE,
                    DELETE_SESSION -> false;
        };
    }

    /// Whether there is something to stop; other commands are done at once anyway.
    static boolean canBeStopped(TurnRecord record) {
        return !(record instanceof TurnControl control) || control.control() == Control.COMPACT;
    }

    /// Whether what a record asks for is not to be answered once the writer may write no more: with an argument, only
    /// what was written by the address of the revocation.
    static boolean isRevoked(TurnControl revocation, TurnTask other) {
        var wrote = other.record().address();
        var removed = revocation.address();
        return !Draining.is(other)
                && (revocation.argument().isEmpty()
                        || wrote.channel().equals(removed.channel())
                                && wrote.conversation().equals(removed.conversation()));
    }
}
