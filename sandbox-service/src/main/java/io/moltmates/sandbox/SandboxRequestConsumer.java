package io.moltmates.sandbox;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.DeadLetters;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads requests, has each person's done in their order, and acknowledges each when the log has its
/// result.
///
/// A cancellation does not wait its turn: it reaches the request that it is for at once.
@ApplicationScoped
class SandboxRequestConsumer {

    private static final Logger LOG = Logger.getLogger(SandboxRequestConsumer.class);
    private static final String SERVICE = "sandbox-service";
    private static final String GROUP = "moltmate-sandbox";
    private static final int WAITING = 200;
    private static final Duration HANDING_OVER = Duration.ofSeconds(10);
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final SandboxRequests requests;
    private final RecordSink sink;
    private final RecordSpans spans = new RecordSpans(Tracing.of(SERVICE));
    private final PersonLanes lanes = new PersonLanes(WAITING);
    private final PendingRequests pending = new PendingRequests();

    @Inject
    SandboxRequestConsumer(SandboxClients clients) {
        this(clients.requests(), clients.sink());
    }

    SandboxRequestConsumer(SandboxRequests requests, RecordSink sink) {
        this.requests = requests;
        this.sink = sink;
    }

    @Incoming("sandbox-requests")
    CompletionStage<Void> accept(Message<byte[]> message) {
        var _ = process(entry(message)).thenCompose(_ -> message.ack());
        return CompletableFuture.completedStage(null);
    }

    /// Completed when the log has what the record led to; never fails.
    CompletionStage<Void> process(ConsumerRecord<String, byte[]> entry) {
        var span = spans.processing(entry, GROUP);
        try (var _ = CurrentTrace.enter(span.context())) {
            return process(entry, span).whenComplete((_, _) -> span.close());
        }
    }

    private CompletionStage<Void> process(ConsumerRecord<String, byte[]> entry, Span span) {
        try {
            var request = RecordCodec.read(entry.value(), SandboxRequest.class);
            Objects.requireNonNull(request.user(), "It has no user");
            Objects.requireNonNull(request.id(), "It has no id");
            Objects.requireNonNull(request.incarnation(), "It has no incarnation");
            return process(request, entry.partition(), span.context());
        } catch (MalformedRecordException | NullPointerException e) {
            span.failed(e.getClass().getSimpleName());
            LOG.errorf(e, "record is malformed: topic=%s offset=%d", entry.topic(), entry.offset());
            var letter = DeadLetters.of(entry, SERVICE, String.valueOf(e.getMessage()), 1, Instant.now());
            return untilWritten(() -> sink.write(Topics.SANDBOX_REQUESTS.deadLetters(), letter, span.context()));
        }
    }

    private CompletionStage<Void> process(SandboxRequest request, int partition, @Nullable TraceContext trace) {
        if (request instanceof SandboxRequest.Cancel cancel) {
            pending.cancel(cancel);
            return CompletableFuture.completedStage(null);
        }
        var entry = pending.enter(request, partition);
        if (entry.again()) {
            return entry.written();
        }
        if (!lanes.submit(request.user(), () -> answer(request, entry, trace))) {
            finish(
                    request,
                    entry,
                    SandboxRequests.isAnswered(request) ? Optional.of(refuse(request, trace)) : Optional.empty());
        }
        return entry.written();
    }

    /// What is done for a request that moves meanwhile is recorded, but not told: that is for its new owner, to whom
    /// the
    /// request comes too, because it is not acknowledged here.
    private void answer(SandboxRequest request, PendingRequests.Pending entry, @Nullable TraceContext trace) {
        try {
            if (entry.cancellation().isMoved()) {
                return;
            }
            var result = handle(request, entry.cancellation(), trace);
            if (!entry.cancellation().isMoved()) {
                finish(request, entry, result.map(told -> write(told, trace)));
            }
        } finally {
            entry.ended().complete(null);
        }
    }

    /// Ends all that is done for the people of these partitions, whom another life of the service works for from now
    /// on,
    /// and leaves it their containers; blocks until that is so, for ten seconds at most.
    ///
    /// @param people whether somebody's requests are in one of the partitions
    void moved(Set<Integer> partitions, Predicate<UserId> people) {
        try {
            pending.move(partitions).get(HANDING_OVER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("commands did not end before their partitions moved: partitions=%s error=%s", partitions, e);
        }
        requests.moved(people);
    }

    /// From now on the requests of more people come to this life of the service.
    void assigned() {
        requests.assigned();
    }

    private Optional<SandboxResult> handle(
            SandboxRequest request, Cancellation cancellation, @Nullable TraceContext trace) {
        try (var step = StepSpan.begin(request, trace);
                var _ = CurrentTrace.enter(step.context())) {
            var result = requests.handle(request, cancellation);
            result.ifPresent(answer -> step.ended(answer.outcome()));
            return result;
        }
    }

    private void finish(
            SandboxRequest request, PendingRequests.Pending entry, Optional<CompletionStage<Void>> written) {
        written.orElseGet(() -> CompletableFuture.completedStage(null)).thenRun(() -> {
            pending.leave(request, entry);
            entry.written().complete(null);
        });
    }

    private CompletionStage<Void> refuse(SandboxRequest request, @Nullable TraceContext trace) {
        Meters.count("moltmates.refusals", "service", SERVICE, "reason", "lane_full");
        LOG.warnf("lane is full: userId=%s messageId=%s", request.user(), request.id());
        var outcome = new LimitReached("Too much is waiting to be done already; try again in a while.", "");
        return write(new SandboxResult(request.id(), request.user(), outcome, 0), trace);
    }

    private CompletionStage<Void> write(SandboxResult result, @Nullable TraceContext trace) {
        return untilWritten(() -> sink.write(Topics.SANDBOX_RESULTS, result, trace));
    }

    private static CompletionStage<Void> untilWritten(Supplier<CompletionStage<Void>> write) {
        return write.get().exceptionallyCompose(failure -> {
            LOG.warnf("write failed, trying again: error=%s", failure);
            return CompletableFuture.supplyAsync(() -> untilWritten(write), SOON)
                    .thenCompose(written -> written);
        });
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are set by this module
    private static ConsumerRecord<String, byte[]> entry(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("The channel sandbox-requests is not read from Kafka"))
                .getRecord();
    }
}
