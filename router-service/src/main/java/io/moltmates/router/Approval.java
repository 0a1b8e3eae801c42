package io.moltmates.router;

/// What the operator has decided about a person, as far as it lets them in.
enum Approval {
    /// Nothing.
    NONE,
    /// The code that they were shown was approved, which counts where strangers are shown codes.
    BY_CODE,
    /// They were let in by their id, which counts wherever lists do.
    BY_ID
}
