package io.moltmates.sandbox.supervisor;

import io.moltmates.schema.SandboxOutcome;

/// The supervisor was lost after it was told to run a command, so it may have had an effect: it must not
/// be run again, [#outcome()] is the answer, and the container must be removed, because something may
/// still run in it. The wire is closed.
public final class RunLostException extends SupervisorException {

    private static final long serialVersionUID = 1;

    private final transient SandboxOutcome outcome;

    RunLostException(String message, SandboxOutcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    /// How the command ended, with what it printed: cancelled or at its time limit if that is why it was
    /// to end and did not, else interrupted.
    public SandboxOutcome outcome() {
        return outcome;
    }
}
