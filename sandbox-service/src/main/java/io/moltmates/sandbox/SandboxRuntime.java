package io.moltmates.sandbox;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.UserId;

/// Runs programs in containers; there is no form of it that runs them on the host.
///
/// Thread-safe. What it can't do it answers; it throws only when it is wrong itself.
public interface SandboxRuntime extends AutoCloseable {

    /// Whether commands can run now. Quick: an answer may be some seconds old.
    Availability availability();

    /// Runs one program in the session's container, which is made if there is none; blocks until it has
    /// ended.
    ///
    /// When the limit is reached or the cancellation comes, the program and all that it started are
    /// ended before this returns.
    SandboxOutcome run(SandboxCommand command, Cancellation cancellation);

    /// Removes the session's container, and ends what runs in it.
    void closeSession(UserId user, String session);

    /// Removes all containers of a person, as when their directory is gone.
    void closePerson(UserId user);

    /// Removes every container that this runtime made.
    @Override
    void close();
}
