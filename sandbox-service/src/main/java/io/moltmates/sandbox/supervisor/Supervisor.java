package io.moltmates.sandbox.supervisor;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Refused;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The client of one supervisor: attaches to it over a wire, and runs commands by it, one at a time.
///
/// Thread-safe. One virtual thread of its own reads the wire; frames are written, each in one call, by
/// the thread that has something to say. No call blocks longer than its limit, whatever the supervisor
/// does. After an exception of any method, [#isOpen] says whether the supervisor can still be used; if
/// not, its container should be removed.
public final class Supervisor implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Supervisor.class);
    private static final Duration LOOK_UP = Duration.ofMillis(200);

    private final Connection connection;
    private final Greeting greeting;
    private final Semaphore turn = new Semaphore(1, true);

    private Supervisor(Connection connection, Greeting greeting) {
        this.connection = connection;
        this.greeting = greeting;
    }

    /// Greets the supervisor and waits for its answer, whatever an earlier client left in the stream.
    /// Takes the wire over, and closes it when it fails.
    ///
    /// @throws SupervisorException if it does not answer within the limit, or speaks another protocol
    public static Supervisor attach(Wire wire, Duration limit) throws SupervisorException {
        var connection = new Connection(wire);
        try {
            return new Supervisor(connection, connection.greet(limit));
        } catch (SupervisorException e) {
            connection.close();
            throw e;
        }
    }

    public Greeting greeting() {
        return greeting;
    }

    /// Whether the wire is still there, as far as is known: [#ping] finds out. Once false, it stays so.
    public boolean isOpen() {
        return connection.isOpen();
    }

    /// Runs the command's pipelines one after the other, under its one time limit and one output limit;
    /// blocks until all has ended. Another one's run is waited for; what an earlier client left running
    /// is ended first. The command's preparation is not this method's: it was done before.
    ///
    /// After a cancellation it returns at once, or throws after two seconds if the supervisor did not
    /// end the run; after the time limit, three seconds later at the latest. An interruption of the
    /// thread is like a cancellation, except that the outcome is `Interrupted`.
    ///
    /// @throws RunLostException if it was begun but its end is not known
    /// @throws SupervisorException if nothing of it was begun
    public SandboxOutcome run(SandboxCommand command, RunLimits limits, Cancellation cancellation)
            throws SupervisorException {
        var refusal = refusal(command.plan());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            while (!turn.tryAcquire(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)) {
                if (cancellation.isCancelled()) {
                    return new Cancelled("");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Interrupted("");
        }
        try {
            endLeftover();
            var requests = command.plan().pipelines().stream()
                    .map(pipeline -> ExecRequest.of(pipeline, greeting.programs()))
                    .toList();
            return new CommandRun(connection, command, requests, limits).run(cancellation);
        } finally {
            turn.release();
        }
    }

    private Optional<SandboxOutcome> refusal(ExecPlan plan) {
        for (var pipeline : plan.pipelines()) {
            var fault = ExecRequest.fault(pipeline);
            if (fault.isPresent()) {
                return Optional.of(new Refused("Not run: " + fault.get()));
            }
            for (var stage : pipeline.stages()) {
                if (greeting.programs().getOrDefault(stage.program(), "").isEmpty()) {
                    LOG.warnf(
                            "allowed program is not in the image: program=%s remedy=%s",
                            stage.program(),
                            "add its package to Dockerfile.sandbox and build the image, or take it out of"
                                    + " tools.exec.safeBins");
                    return Optional.of(new Refused("Not run: " + stage.program()
                            + " is allowed, but is not installed in the sandbox. Do it with another program; whoever"
                            + " runs this server can install this one."));
                }
            }
        }
        return Optional.empty();
    }

    private void endLeftover() throws SupervisorException {
        long run = connection.leftover();
        if (run == 0) {
            return;
        }
        try {
            var _ = new EarlierRun(connection, run).end();
        } catch (RunLostException e) {
            throw new SupervisorException("An earlier command could not be ended", e); // the new one was not begun
        }
    }

    /// For a command whose run was cut off by a crash of the service: ends what of it still runs, and
    /// answers with what it printed, as far as the supervisor kept it. Waits for a run that this client
    /// has begun meanwhile.
    ///
    /// @param id the step's
    /// @param pipelines how many the command had; a few more do no harm
    /// @return empty if the supervisor knows nothing of it: it did not run here, or other runs came since
    /// @throws RunLostException if it runs and could not be ended
    public Optional<SandboxOutcome> interrupted(String id, int pipelines) throws SupervisorException {
        turn.acquireUninterruptibly();
        try {
            var partial = new StringBuilder();
            boolean known = false;
            for (int i = 0; i < pipelines; i++) {
                var state = new EarlierRun(connection, RunId.of(id, i)).end();
                known |= state.phase() != Reply.Phase.UNKNOWN;
                partial.append(EarlierRun.partial(state));
            }
            return known ? Optional.of(new Interrupted(partial.toString())) : Optional.empty();
        } finally {
            turn.release();
        }
    }

    /// Asks for a sign of life, which also tells the supervisor that it still has an owner; may be called
    /// while a command runs.
    ///
    /// @throws SupervisorException if none comes within the limit; the wire is closed then
    public void ping(Duration limit) throws SupervisorException {
        connection.ping(limit);
    }

    /// Gives the wire up; the container and what runs in it go on, until it misses its owner. A run that
    /// waits here ends with [RunLostException].
    @Override
    public void close() {
        connection.close();
    }
}
