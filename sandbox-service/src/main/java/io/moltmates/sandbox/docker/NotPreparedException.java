package io.moltmates.sandbox.docker;

import io.moltmates.schema.SandboxOutcome;

/// The workspace can't be mounted; the outcome says why.
final class NotPreparedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SandboxOutcome outcome;

    NotPreparedException(SandboxOutcome outcome) {
        super("The workspace is not ready", null, false, false);
        this.outcome = outcome;
    }

    SandboxOutcome outcome() {
        return outcome;
    }
}
