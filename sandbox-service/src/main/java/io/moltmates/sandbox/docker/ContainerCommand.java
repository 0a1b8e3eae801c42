package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/// Runs one program in a container by the engine's `exec`.
///
/// Ending the client would leave the program running, so `timeout` in the container ends it at the
/// limit, and the whole container goes when that is not enough.
final class ContainerCommand {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int TIMED_OUT = 124;
    private static final int KILLED = 137;

    private final EngineConnection engine;
    private final SessionContainer session;
    private final String container;

    ContainerCommand(EngineConnection engine, SessionContainer session, String container) {
        this.engine = engine;
        this.session = session;
        this.container = container;
    }

    SandboxOutcome run(SandboxCommand command, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            return new Cancelled("");
        }
        String id = engine.control()
                .execCreateCmd(container)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withCmd(arguments(command).toArray(String[]::new))
                .exec()
                .getId();
        long start = System.nanoTime();
        try (var output = engine.streams().execStartCmd(id).withDetach(false).exec(new CommandOutput())) {
            cancellation.onCancel(output::stop);
            return switch (output.await(command.limit().plus(GRACE))) {
                case FINISHED -> finished(id, output, command.limit(), Duration.ofNanos(System.nanoTime() - start));
                case STOPPED -> ended(new Cancelled(output.partial()));
                case OVERDUE -> ended(timedOut(command.limit(), output));
                case FLOODED -> ended(new LimitReached("It printed too much, so it was ended.", output.partial()));
            };
        } catch (ExecutionException e) {
            session.discard(container);
            throw new IllegalStateException("The connection to the program broke", e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException("The connection to the program could not be closed", e);
        }
    }

    private static List<String> arguments(SandboxCommand command) {
        var all = new ArrayList<>(List.of("timeout", "-k", "1", seconds(command.limit())));
        var stage = command.plan().pipelines().getFirst().stages().getFirst();
        all.add(stage.program());
        all.addAll(stage.arguments());
        return all;
    }

    private SandboxOutcome finished(String id, CommandOutput output, Duration limit, Duration took) {
        var state = engine.control().inspectExecCmd(id).exec();
        Long code = state.getExitCodeLong();
        if (code == null) {
            throw new IllegalStateException("The engine does not know how the program ended");
        }
        boolean atLimit = code == TIMED_OUT || code == KILLED;
        if (atLimit && took.compareTo(limit) >= 0) {
            return ended(timedOut(limit, output)); // what left the program's process group may still run
        }
        if (code == KILLED) {
            return new LimitReached("It needed more memory than it may have, so it was ended.", output.partial());
        }
        return new Completed(Math.toIntExact(code), output.out(), output.err(), output.isCut());
    }

    private SandboxOutcome ended(SandboxOutcome outcome) {
        session.discard(container);
        return outcome;
    }

    private static SandboxOutcome timedOut(Duration limit, CommandOutput output) {
        return new LimitReached(
                "It ran longer than " + seconds(limit) + " seconds, so it was ended.", output.partial());
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? String.valueOf(limit.toSeconds())
                : String.format(Locale.ROOT, "%.3f", limit.toMillis() / 1000.0);
    }
}
