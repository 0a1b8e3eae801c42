package io.moltmates.sandbox.supervisor;

import io.moltmates.sandbox.supervisor.Inbox.Event;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A run that a client before this one began: looks what became of it, and ends it.
final class EarlierRun {

    private final Connection connection;
    private final long run;
    private final Inbox inbox = new Inbox(new KeptOutput());

    EarlierRun(Connection connection, long run) {
        this.connection = connection;
        this.run = run;
    }

    /// Blocks until nothing of it runs, for two seconds at most for each answer of the supervisor.
    ///
    /// @return its last state: unknown or ended
    /// @throws RunLostException if it does not end
    Reply.State end() throws SupervisorException {
        connection.listen(run, inbox);
        try {
            var state = query();
            if (state.phase() != Reply.Phase.RUNNING) {
                return state;
            }
            send(Frame.CANCEL);
            // the second answer comes after the end, or the end after it
            long deadline = System.nanoTime() + CommandRun.CANCEL_GRACE.toNanos();
            while (true) {
                switch (inbox.next(deadline)) {
                    case Event.Said(Reply.Exit _) -> {
                        return query();
                    }
                    case Event.Said _, Event.Stop _ -> {}
                    case Event.Lost(var why) -> throw lost(why, state);
                    case Event.Overdue _ -> throw lost("it did not end a command", state);
                }
            }
        } finally {
            connection.forget(run);
            inbox.restoreInterruption();
        }
    }

    private Reply.State query() throws SupervisorException {
        send(Frame.QUERY);
        long deadline = System.nanoTime() + CommandRun.CANCEL_GRACE.toNanos();
        while (true) {
            switch (inbox.next(deadline)) {
                case Event.Said(Reply.State state) -> {
                    if (state.phase() != Reply.Phase.RUNNING) {
                        connection.clearLeftover(run);
                    }
                    return state;
                }
                case Event.Said _, Event.Stop _ -> {}
                case Event.Lost(var why) -> throw new SupervisorException("The supervisor was lost: " + why);
                case Event.Overdue _ -> {
                    connection.lose("it did not answer");
                    throw new SupervisorException("The supervisor did not answer");
                }
            }
        }
    }

    private void send(int type) throws SupervisorException {
        try {
            connection.send(Frame.empty(type, run));
        } catch (SupervisorException e) {
            throw e;
        } catch (IOException e) {
            throw new SupervisorException("The supervisor was lost: " + e.getMessage(), e);
        }
    }

    private RunLostException lost(String why, Reply.State state) {
        connection.lose(why);
        return new RunLostException("The supervisor was lost: " + why, new Interrupted(partial(state)));
    }

    static String partial(Reply.State state) {
        String stdout =
                StandardCharsets.UTF_8.decode(state.stdout().duplicate()).toString();
        String stderr =
                StandardCharsets.UTF_8.decode(state.stderr().duplicate()).toString();
        return stderr.isEmpty() ? stdout : stdout + "\n" + stderr;
    }
}
