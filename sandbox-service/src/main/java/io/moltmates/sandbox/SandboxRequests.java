package io.moltmates.sandbox;

import io.moltmates.sandbox.files.PersonFiles;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Gone;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Refused;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.Cancel;
import io.moltmates.schema.SandboxRequest.CloseSession;
import io.moltmates.schema.SandboxRequest.EditFile;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.SandboxRequest.ExportFile;
import io.moltmates.schema.SandboxRequest.ImportFiles;
import io.moltmates.schema.SandboxRequest.ListFiles;
import io.moltmates.schema.SandboxRequest.ReadFile;
import io.moltmates.schema.SandboxRequest.Release;
import io.moltmates.schema.SandboxRequest.WriteFile;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.StateLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Does what one request asks for, once: a step with an effect that is asked for again gets the
/// recorded result.
final class SandboxRequests {

    private static final Logger LOG = Logger.getLogger(SandboxRequests.class);
    private static final String FAULT = "The sandbox has a fault of its own; it was reported. Try again later.";

    private static final Duration LOOK_UP = Duration.ofMillis(200);

    private final StateLayout layout;
    private final Supplier<SandboxSettings> settings;
    private final PersonFiles files;
    private final SandboxRuntime runtime;
    private final StepRecords records;
    private final Semaphore commands;

    /// @param commandsAtOnce how many programs run at the same time, of all people together
    SandboxRequests(
            StateLayout layout,
            Supplier<SandboxSettings> settings,
            PersonFiles files,
            SandboxRuntime runtime,
            StepRecords records,
            int commandsAtOnce) {
        this.layout = layout;
        this.settings = settings;
        this.files = files;
        this.runtime = runtime;
        this.records = records;
        commands = new Semaphore(commandsAtOnce, true);
    }

    /// Blocks until it is done.
    ///
    /// @return the answer; empty for a request that is not answered
    Optional<SandboxResult> handle(SandboxRequest request, Cancellation cancellation) {
        long start = System.nanoTime();
        try {
            return outcome(request, cancellation).map(outcome -> result(request, outcome, start));
        } catch (RuntimeException | Error e) { // whatever it is, whoever asked is answered
            LOG.errorf(e, "request failed: userId=%s messageId=%s", request.user(), request.id());
            return isAnswered(request) ? Optional.of(result(request, new Unavailable(FAULT), start)) : Optional.empty();
        }
    }

    static boolean isAnswered(SandboxRequest request) {
        return switch (request) {
            case Cancel _, Release _, CloseSession _ -> false;
            case Exec _, ReadFile _, WriteFile _, EditFile _, ListFiles _, ImportFiles _, ExportFile _ -> true;
        };
    }

    static SandboxResult result(SandboxRequest request, SandboxOutcome outcome, long startNanos) {
        long millis = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
        return new SandboxResult(request.id(), request.user(), outcome, millis);
    }

    private Optional<SandboxOutcome> outcome(SandboxRequest request, Cancellation cancellation) {
        return switch (request) {
            case ReadFile read -> Optional.of(files.read(read));
            case ListFiles list -> Optional.of(files.list(list));
            case WriteFile write -> Optional.of(once(write, !write.append(), () -> files.write(write)));
            case EditFile edit -> Optional.of(once(edit, false, () -> files.edit(edit)));
            case ImportFiles imported -> Optional.of(once(imported, true, () -> files.importAll(imported)));
            case ExportFile export ->
                Optional.of(once(export, true, () -> files.export(export, StepRecords.safe(export.id()))));
            case Exec exec -> Optional.of(once(exec, false, () -> run(exec, cancellation)));
            case Release release -> {
                records.release(release, release.turn());
                yield Optional.empty();
            }
            case CloseSession close -> {
                runtime.closeSession(close.user(), close.session());
                yield Optional.empty();
            }
            case Cancel _ -> Optional.empty();
        };
    }

    /// @param repeatable whether doing it again after a crash leads to the same
    private SandboxOutcome once(SandboxRequest request, boolean repeatable, Supplier<SandboxOutcome> step) {
        return switch (records.begin(request)) {
            case StepRecords.Begin.Done(var result) -> result.outcome();
            case StepRecords.Begin.Over _ -> new Interrupted("");
            case StepRecords.Begin.New _ -> done(request, step.get());
            case StepRecords.Begin.CutOff _ -> done(request, repeatable ? step.get() : new Interrupted(""));
        };
    }

    private SandboxOutcome done(SandboxRequest request, SandboxOutcome outcome) {
        if (outcome instanceof Gone) {
            records.forget(request.user(), request.incarnation());
            runtime.closePerson(request.user());
        } else {
            records.finish(request, new SandboxResult(request.id(), request.user(), outcome, 0));
        }
        return outcome;
    }

    private SandboxOutcome run(Exec request, Cancellation cancellation) {
        return files.check(request).orElseGet(() -> switch (new ExecPolicy(
                        settings.get().exec())
                .decide(request)) {
            case ExecPolicy.Decision.Denied(var reason) -> new Refused(reason);
            case ExecPolicy.Decision.Allowed(var plan, var limit) -> run(command(request, plan, limit), cancellation);
        });
    }

    private SandboxCommand command(Exec request, ExecPlan plan, Duration limit) {
        var workspace = layout.person(request.user()).workspace();
        return new SandboxCommand(
                request.user(),
                request.session(),
                request.id(),
                plan,
                limit,
                workspace,
                () -> files.prepareWorkspace(request));
    }

    private SandboxOutcome run(SandboxCommand command, Cancellation cancellation) {
        try {
            while (!commands.tryAcquire(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS)) {
                if (cancellation.isCancelled()) {
                    return new Cancelled("");
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Interrupted("");
        }
        try {
            return runtime.run(command, cancellation);
        } finally {
            commands.release();
        }
    }
}
