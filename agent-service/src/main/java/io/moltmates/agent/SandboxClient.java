package io.moltmates.agent;

import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.RecordSink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks the sandbox and waits for the result with the same id; asks again under that id when none comes, which is the
/// same question.
final class SandboxClient {

    private static final Logger LOG = Logger.getLogger(SandboxClient.class);
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(3);
    private static final SandboxOutcome CANCELLED = new SandboxOutcome.Cancelled("");

    private final RecordSink writer;
    private final Map<String, CompletableFuture<SandboxOutcome>> waiting = new ConcurrentHashMap<>();

    SandboxClient(RecordSink writer) {
        this.writer = writer;
    }

    /// Whether somebody waits for a result under this id.
    boolean awaits(String id) {
        return waiting.containsKey(id);
    }

    /// Takes a result that came over the topic.
    void take(SandboxResult result) {
        var asker = waiting.get(result.id());
        if (asker != null) {
            asker.complete(result.outcome());
        }
    }

    /// Asks, and waits until the result, the turn's end (which cancels the request, unless somebody else goes on with
    /// it) or the timeout.
    SandboxOutcome ask(SandboxRequest request, @Nullable TraceContext trace, RunningTurn running, Duration timeout) {
        var answer = waiting.computeIfAbsent(request.id(), _ -> new CompletableFuture<>());
        try (var _ = running.cancellation().onCancel(() -> answer.complete(CANCELLED))) {
            long deadline = System.nanoTime() + timeout.toNanos();
            long patience = FIRST_PATIENCE.toNanos();
            while (true) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    LOG.warnf("sandbox silent: userId=%s step=%s", request.user(), request.id());
                    cancel(request, trace);
                    return new SandboxOutcome.Unavailable("The sandbox did not answer in time.");
                }
                tell(request, trace);
                try {
                    var outcome = answer.get(Math.min(left, patience), TimeUnit.NANOSECONDS);
                    var ended = running.reason();
                    if (ended == Reason.STOPPED || ended == Reason.GONE) {
                        cancel(request, trace);
                    }
                    return outcome;
                } catch (TimeoutException _) {
                    patience *= 2;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("Interrupted while waiting for the sandbox", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A sandbox result never fails", e);
        } finally {
            waiting.remove(request.id(), answer);
        }
    }

    /// Says something that is not answered.
    void tell(SandboxRequest request, @Nullable TraceContext trace) {
        var _ = writer.write(Topics.SANDBOX_REQUESTS, request, trace).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warnf(failure, "sandbox request not written: userId=%s step=%s", request.user(), request.id());
            }
        });
    }

    private void cancel(SandboxRequest request, @Nullable TraceContext trace) {
        tell(
                new SandboxRequest.Cancel(
                        request.id() + ".cancel", request.user(), request.incarnation(), request.id()),
                trace);
    }
}
