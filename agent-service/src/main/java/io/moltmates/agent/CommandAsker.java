package io.moltmates.agent;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import java.time.Duration;

/// Asks another service and waits for its answer.
interface CommandAsker {

    /// A [CommandResult.Failure] when nobody answers in time.
    CommandResult ask(CommandRequest request, Duration patience);
}
