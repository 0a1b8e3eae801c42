package io.moltmates.sandbox;

import io.moltmates.sandbox.files.PersonFiles;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.sandbox.policy.ExecPolicy;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Gone;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Refused;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.Cancel;
import io.moltmates.schema.SandboxRequest.CloseSession;
import io.moltmates.schema.SandboxRequest.DeleteFile;
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
import io.moltmates.schema.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Does what one request asks for, once: a step with an effect that is asked for again gets the
/// recorded result.
final class SandboxRequests {

    private static final Logger LOG = Logger.getLogger(SandboxRequests.class);
    private static final String FAULT = "The sandbox has a fault of its own; it was reported. Try again later.";

    /// As many are looked for where the policy that let a command run is another one by now.
    private static final int PIPELINES_OF_ANOTHER_POLICY = 16;

    /// How long a step is waited for that another life has begun and that life still runs.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final StateLayout layout;
    private final Supplier<SandboxSettings> settings;
    private final PersonFiles files;
    private final SandboxRuntime runtime;
    private final StepRecords records;
    private final Duration patience;
    private final CommandSlots slots;

    SandboxRequests(
            StateLayout layout,
            Supplier<SandboxSettings> settings,
            PersonFiles files,
            SandboxRuntime runtime,
            StepRecords records) {
        this(layout, settings, files, runtime, records, PATIENCE);
    }

    SandboxRequests(
            StateLayout layout,
            Supplier<SandboxSettings> settings,
            PersonFiles files,
            SandboxRuntime runtime,
            StepRecords records,
            Duration patience) {
        this.patience = patience;
        this.layout = layout;
        this.settings = settings;
        this.files = files;
        this.runtime = runtime;
        this.records = records;
        slots = new CommandSlots(() -> settings.get().sandbox().parallel());
    }

    /// To be called after each change of the configuration.
    void settingsChanged() {
        slots.letIn();
    }

    /// Another life of the service works for these people from now on.
    void moved(Predicate<UserId> people) {
        runtime.release(people);
    }

    /// This life of the service works for more people from now on.
    void assigned() {
        runtime.expectOthers();
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
            case Exec _, ReadFile _, WriteFile _, EditFile _, DeleteFile _, ListFiles _, ImportFiles _, ExportFile _ ->
                true;
        };
    }

    static SandboxResult result(SandboxRequest request, SandboxOutcome outcome, long startNanos) {
        long millis = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
        return new SandboxResult(request.id(), request.user(), outcome, millis);
    }

    private Optional<SandboxOutcome> outcome(SandboxRequest request, Cancellation cancellation) {
        return switch (request) {
            case ReadFile read -> Optional.of(unlessCancelled(cancellation, () -> files.read(read)));
            case ListFiles list -> Optional.of(unlessCancelled(cancellation, () -> files.list(list)));
            case WriteFile write -> {
                Supplier<SandboxOutcome> step = () -> files.write(write);
                yield Optional.of(once(write, cancellation, step, write.append() ? SandboxRequests::cutOff : step));
            }
            case EditFile edit ->
                Optional.of(once(edit, cancellation, () -> files.edit(edit), SandboxRequests::cutOff));
            case DeleteFile delete ->
                Optional.of(once(
                        delete, cancellation, () -> files.delete(delete, false), () -> files.delete(delete, true)));
            case ImportFiles imported -> {
                Supplier<SandboxOutcome> step = () -> files.importAll(imported);
                yield Optional.of(once(imported, cancellation, step, step));
            }
            case ExportFile export -> {
                Supplier<SandboxOutcome> step = () -> files.export(export, StepRecords.safe(export.id()));
                yield Optional.of(once(export, cancellation, step, step));
            }
            case Exec exec -> Optional.of(once(exec, cancellation, () -> run(exec, cancellation), () -> cutOff(exec)));
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

    /// @param cutOff what to do instead if the step began before a crash: the step itself where doing it
    /// again leads to the same
    private SandboxOutcome once(
            SandboxRequest request,
            Cancellation cancellation,
            Supplier<SandboxOutcome> step,
            Supplier<SandboxOutcome> cutOff) {
        if (cancellation.isMoved()) {
            return cutOff();
        }
        return switch (begun(request, cancellation)) {
            case StepRecords.Begin.Done(var result) -> result.outcome();
            case StepRecords.Begin.Over _ -> cutOff();
            case StepRecords.Begin.Elsewhere _ -> cutOff();
            case StepRecords.Begin.New _ ->
                done(request, unlessMoved(cancellation, unlessCancelled(cancellation, guarded(request, step))));
            case StepRecords.Begin.CutOff _ ->
                done(request, guarded(request, cutOff).get());
        };
    }

    /// Waits for another life of the service that has begun the step, as one that lost the person while it was frozen;
    /// but not for ever.
    ///
    /// @return `Elsewhere` only if the request moves meanwhile
    private StepRecords.Begin begun(SandboxRequest request, Cancellation cancellation) {
        long start = System.nanoTime();
        var begin = records.begin(request);
        while (begin instanceof StepRecords.Begin.Elsewhere && !cancellation.isMoved()) {
            if (cancellation.isCancelled() || System.nanoTime() - start > patience.toNanos()) {
                LOG.warnf("step taken over from a life that does not end it: messageId=%s", request.id());
                return records.takeOver(request);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            begin = records.begin(request);
        }
        return begin;
    }

    private static SandboxOutcome unlessMoved(Cancellation cancellation, SandboxOutcome outcome) {
        return outcome instanceof Cancelled(var output) && cancellation.isMoved() ? new Interrupted(output) : outcome;
    }

    private static SandboxOutcome unlessCancelled(Cancellation cancellation, Supplier<SandboxOutcome> step) {
        return cancellation.isCancelled() ? new Cancelled("") : step.get();
    }

    /// A fault of ours is an outcome too, so that the same step asked again is answered the same.
    private static Supplier<SandboxOutcome> guarded(SandboxRequest request, Supplier<SandboxOutcome> step) {
        return () -> {
            try {
                return step.get();
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "request failed: userId=%s messageId=%s", request.user(), request.id());
                return new Unavailable(FAULT);
            }
        };
    }

    private static SandboxOutcome cutOff() {
        return new Interrupted("");
    }

    private SandboxOutcome cutOff(Exec request) {
        int pipelines = switch (new ExecPolicy(settings.get().exec()).decide(request)) {
            case ExecPolicy.Decision.Allowed(var plan, var _) ->
                plan.pipelines().size();
            case ExecPolicy.Decision.Denied _ -> PIPELINES_OF_ANOTHER_POLICY;
        };
        try {
            return runtime.interrupted(request.user(), request.session(), request.id(), pipelines)
                    .orElseGet(SandboxRequests::cutOff);
        } finally {
            files.changed(request.user()); // it may have written until now
        }
    }

    private SandboxOutcome done(SandboxRequest request, SandboxOutcome outcome) {
        if (outcome instanceof Gone) {
            records.forget(request.user(), request.incarnation());
            runtime.closePerson(request.user());
            return outcome;
        }
        return records.finish(request, new SandboxResult(request.id(), request.user(), outcome, 0))
                .outcome();
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
            if (!slots.enter(cancellation)) {
                return new Cancelled("");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Interrupted("");
        }
        try {
            return runtime.run(command, cancellation);
        } finally {
            if (command.plan().writes()) {
                files.changed(command.user());
            }
            slots.leave();
        }
    }
}
