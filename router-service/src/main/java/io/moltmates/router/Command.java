package io.moltmates.router;

import io.moltmates.schema.TurnRecord.Control;

/// What a message asks of the system rather than of the assistant.
sealed interface Command {

    /// An ordinary message.
    record None() implements Command {}

    /// @param argument what stands behind the word, empty if nothing
    record ForTurns(Control control, String argument) implements Command {}

    record Persona() implements Command {}

    /// What chat apps send when somebody opens a bot: the welcome, or help for who is here already.
    record Start() implements Command {}

    record Help() implements Command {}

    /// All commands with their other names.
    record Commands() implements Command {}

    record WhoAmI() implements Command {}

    /// To what the assistant of a group answers.
    ///
    /// @param wanted `always`, `mention`, or anything else; empty to be told
    record Activation(String wanted) implements Command {}

    /// @param argument `confirm`, `cancel`, a code, or empty to be shown one
    record Link(String argument) implements Command {}

    /// @param argument whose address, empty for the writer's
    record Unlink(String argument) implements Command {}

    /// @param nearest the command that was probably meant, without its slash; empty if none is near
    record Unknown(String word, String nearest) implements Command {}
}
