package io.moltmates.sandbox.supervisor;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.sandbox.supervisor.Inbox.Event;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/// One command, from its first pipeline to its outcome. Used once, by one thread, while no other command
/// runs over the connection.
final class CommandRun {

    /// How long after a cancellation the supervisor may take to end a run.
    static final Duration CANCEL_GRACE = Duration.ofSeconds(2);

    /// How long after the time limit it may take.
    static final Duration LIMIT_GRACE = Duration.ofSeconds(3);

    private static final Logger LOG = Logger.getLogger(CommandRun.class);

    private final Connection connection;
    private final SandboxCommand command;
    private final List<ExecRequest> requests;
    private final RunLimits limits;
    private final Endings endings;
    private final KeptOutput output = new KeptOutput();
    private final Inbox inbox = new Inbox(output);
    private long printed;
    private boolean begun;

    /// @param requests one for each pipeline of the plan
    CommandRun(Connection connection, SandboxCommand command, List<ExecRequest> requests, RunLimits limits) {
        this.connection = connection;
        this.command = command;
        this.requests = requests;
        this.limits = limits;
        endings = new Endings(limits, command.limit());
    }

    SandboxOutcome run(Cancellation cancellation) throws SupervisorException {
        cancellation.onCancel(inbox::cancel);
        try {
            return runPipelines(System.nanoTime() + command.limit().toNanos());
        } finally {
            inbox.restoreInterruption();
        }
    }

    private SandboxOutcome runPipelines(long limit) throws SupervisorException {
        int status = 0;
        for (int i = 0; i < requests.size(); i++) {
            if (!applies(command.plan().pipelines().get(i).condition(), status)) {
                continue;
            }
            if (inbox.isStopped()) {
                return stopped();
            }
            var left = Duration.ofNanos(limit - System.nanoTime());
            if (!left.isPositive()) {
                return endings.timedOut(output);
            }
            long run = RunId.of(command.id(), i);
            connection.listen(run, inbox);
            try {
                var end = execute(run, requests.get(i), left);
                printed += end.outputBytes();
                switch (end.reason()) {
                    case EXITED, SIGNAL -> status = endings.exitCode(end, output);
                    case CANCELLED -> {
                        return stopped();
                    }
                    case TIME, OUTPUT, MEMORY, FILE_SIZE, CPU, QUOTA, REFUSED, NOT_STARTED -> {
                        return ended(end);
                    }
                }
            } catch (RequestRefusedException e) {
                return refused(e);
            } finally {
                connection.forget(run);
            }
        }
        return new Completed(status, output.stdout(), output.stderr(), output.isCut());
    }

    /// As a shell decides it: what was skipped leaves the status as it was.
    private static boolean applies(ExecPlan.Condition condition, int status) {
        return switch (condition) {
            case ALWAYS -> true;
            case IF_SUCCEEDED -> status == 0;
            case IF_FAILED -> status != 0;
        };
    }

    private RunEnd execute(long run, ExecRequest request, Duration left)
            throws SupervisorException, RequestRefusedException {
        boolean wasBegun = begun;
        var exec = request.frame(run, limits, left, limits.outputBytes() - printed);
        long deadline = System.nanoTime() + left.plus(LIMIT_GRACE).toNanos();
        tell(exec);
        begun = true;
        boolean told = false;
        while (true) {
            switch (inbox.next(deadline)) {
                case Event.Said(Reply.Exit(var of, var end))
                when of == run -> {
                    return end;
                }
                case Event.Said(Reply.Fault(var of, var code, var message))
                when of == run && code != Reply.Fault.MALFORMED -> {
                    begun = wasBegun;
                    throw new RequestRefusedException(code, message);
                }
                case Event.Said _ -> {}
                case Event.Lost(var why) -> throw lost(why, new Interrupted(output.partial()));
                case Event.Stop _ -> {
                    if (!told) {
                        told = true;
                        deadline = Math.min(deadline, System.nanoTime() + CANCEL_GRACE.toNanos());
                        tell(Frame.empty(Frame.CANCEL, run));
                    }
                }
                case Event.Overdue _ -> throw lost("it did not end a command", endings.timedOut(output));
            }
        }
    }

    private void tell(Frame frame) throws SupervisorException {
        try {
            connection.send(frame);
        } catch (SupervisorException e) {
            throw lost(String.valueOf(e.getMessage()), new Interrupted(output.partial()));
        } catch (IOException e) {
            begun = true; // how much of it went out is not known
            throw lost(String.valueOf(e.getMessage()), new Interrupted(output.partial()));
        }
    }

    /// @param outcome what it is unless the command was to stop
    private SupervisorException lost(String why, SandboxOutcome outcome) {
        connection.lose(why);
        String message = "The supervisor was lost: " + why;
        return begun
                ? new RunLostException(message, inbox.isStopped() ? stopped() : outcome)
                : new SupervisorException(message);
    }

    private SandboxOutcome stopped() {
        String partial = output.partial();
        return inbox.isInterrupted() && !inbox.isCancelled() ? new Interrupted(partial) : new Cancelled(partial);
    }

    private SandboxOutcome ended(RunEnd end) {
        if (end.reason() == RunEnd.Reason.NOT_STARTED) {
            LOG.warnf(
                    "command not started: userId=%s sessionId=%s error=errno %s, %s",
                    command.user(), command.session(), end.value(), end.detail());
        }
        return endings.of(end, output);
    }

    private SandboxOutcome refused(RequestRefusedException refusal) throws SupervisorException {
        if (begun) {
            throw lost(refusal.getMessage(), new Interrupted(output.partial()));
        }
        if (refusal.isBusy()) {
            throw new SupervisorException("The supervisor is busy with another command");
        }
        LOG.errorf("request refused by the supervisor: userId=%s error=%s", command.user(), refusal.getMessage());
        return new Unavailable("The sandbox has a fault of its own; it was reported.");
    }
}
