package io.moltmates.sandbox;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.UserId;
import java.util.Optional;
import java.util.function.Predicate;

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

    /// For a command whose run was cut off by a crash of the service: ends what of it still runs in the
    /// session's container, and answers with what it printed, as far as that is known there.
    ///
    /// @param id the step's
    /// @param pipelines how many the command had; a few more do no harm
    /// @return empty if there is no such container any more, or if it knows nothing of that step
    Optional<SandboxOutcome> interrupted(UserId user, String session, String id, int pipelines);

    /// Removes the session's container, and ends what runs in it.
    void closeSession(UserId user, String session);

    /// Removes all containers of a person, as when their directory is gone.
    void closePerson(UserId user);

    /// Lets the containers of these people go, for another life of the service that works for them from now on; ends
    /// what still runs in them.
    void release(Predicate<UserId> people);

    /// Another life of the service may have left containers that sessions here can use.
    void expectOthers();

    /// Lets the containers go; those of sessions may be found again by the service's next life.
    @Override
    void close();
}
