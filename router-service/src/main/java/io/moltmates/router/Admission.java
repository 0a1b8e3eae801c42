package io.moltmates.router;

/// Whether somebody may talk to this deployment.
sealed interface Admission {

    record Admitted() implements Admission {}

    /// A stranger whom the operator may let in by a code.
    record MayPair() implements Admission {}

    /// @param reason a polite sentence for them
    record Refused(String reason) implements Admission {}
}
