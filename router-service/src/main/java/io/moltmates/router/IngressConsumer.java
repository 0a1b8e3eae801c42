package io.moltmates.router;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.Apology;
import io.moltmates.schema.kafka.DeadLetters;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads inbound messages, and acknowledges each when the log has what it led to.
///
/// Order per person: messages are routed in the order in which they come, and the writer keeps the order of its calls
/// for each key. A write that fails is tried again until it succeeds.
@Singleton
class IngressConsumer {

    private static final Logger LOG = Logger.getLogger(IngressConsumer.class);
    private static final String SERVICE = "router-service";
    private static final String GROUP = "moltmate-router";
    private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final Router router;
    private final RecordSink sink;
    private final HeldMessages held;
    private final RecordSpans spans = new RecordSpans(Tracing.of(SERVICE));

    @Inject
    IngressConsumer(RouterClients clients) {
        this(clients.router(), clients.sink(), clients.held());
    }

    IngressConsumer(Router router, RecordSink sink, HeldMessages held) {
        this.router = router;
        this.sink = sink;
        this.held = held;
    }

    @Incoming("router-ingress")
    CompletionStage<Void> accept(Message<byte[]> message) {
        var _ = process(entry(message)).thenCompose(_ -> message.ack());
        return CompletableFuture.completedStage(null);
    }

    /// Completed when the log has what the record led to; never fails.
    CompletionStage<Void> process(ConsumerRecord<String, byte[]> entry) {
        var span = spans.processing(entry, GROUP);
        try (var _ = CurrentTrace.enter(span.context())) {
            return inOrder(entry, span).whenComplete((_, _) -> span.close());
        }
    }

    /// Nobody is removed between the decision that they are admitted and the write that follows from it.
    private CompletionStage<Void> inOrder(ConsumerRecord<String, byte[]> entry, Span span) {
        synchronized (router) {
            return process(entry, span);
        }
    }

    private CompletionStage<Void> process(ConsumerRecord<String, byte[]> entry, Span span) {
        Routed routed;
        var trace = span.context();
        try {
            routed = router.route(RecordCodec.read(entry.value(), InboundMessage.class), Instant.now());
        } catch (RuntimeException e) { // malformed, or a fault of ours: routing it again would end the same way
            LOG.errorf(e, "record given up: topic=%s offset=%d", entry.topic(), entry.offset());
            span.failed(e.getClass().getSimpleName());
            return giveUp(entry, DeadLetters.reason(e), trace);
        }
        span.set("moltmates.route", routed.getClass().getSimpleName());
        return switch (routed) {
            case Routed.ToTurns(var turn) -> {
                LOG.debugf("routed to turns: userId=%s messageId=%s", turn.user(), turn.id());
                yield untilWritten(() -> sink.write(Topics.TURNS, turn, trace));
            }
            case Routed.ToOnboarding(var onboarding) -> {
                LOG.debugf(
                        "routed to onboarding: userId=%s messageId=%s reason=%s",
                        onboarding.user(), onboarding.id(), onboarding.reason());
                yield untilWritten(() -> sink.write(Topics.ONBOARDING, onboarding, trace));
            }
            case Routed.ToPerson(var notice) -> {
                LOG.debugf("answered: userId=%s messageId=%s outcome=%s", notice.user(), notice.id(), notice.outcome());
                yield untilWritten(() -> sink.write(Topics.EGRESS, notice, trace));
            }
            case Routed.ToStranger(var code, var notice) -> {
                LOG.infof("stranger is shown a code: userId=%s messageId=%s", notice.user(), notice.id());
                var kept = untilWritten(() -> sink.write(Topics.PAIRINGS, code, trace));
                var told = untilWritten(() -> sink.write(Topics.EGRESS, notice, trace));
                yield kept.thenCompose(_ -> told);
            }
            case Routed.ToSettings(var change, var notice) -> {
                LOG.infof("setting changes: userId=%s name=%s", change.user(), change.name());
                var changed = untilWritten(() -> sink.write(Topics.COMMANDS, change, trace));
                var told = untilWritten(() -> sink.write(Topics.EGRESS, notice, trace));
                yield changed.thenCompose(_ -> told);
            }
            case Routed.ToLinks(var rows, var notices) -> {
                LOG.infof("addresses are linked, or no more: userId=%s rows=%s", entry.key(), rows);
                var written = rows.stream()
                        .map(row -> untilWritten(() -> sink.write(Topics.LINKS, row, trace)))
                        .toList();
                var told = notices.stream()
                        .map(notice -> untilWritten(() -> sink.write(Topics.EGRESS, notice, trace)))
                        .toList();
                yield all(written).thenCompose(_ -> all(told));
            }
            case Routed.Moves(var move, var marker, var again) -> {
                LOG.infof("address moves: userId=%s from=%s to=%s", move.user(), move.from(), move.to());
                var later = held.hold(move.user(), () -> process(entry, span));
                CompletionStage<Void> kept = again
                        ? CompletableFuture.completedStage(null)
                        : untilWritten(() -> sink.write(Topics.LINKS, move, trace));
                // the marker does nothing where the move is not known; what comes meanwhile is held
                yield kept.thenComposeAsync(_ -> untilWritten(() -> sink.write(Topics.ONBOARDING, marker, trace)))
                        .thenCompose(_ -> later);
            }
            case Routed.Held(var message) -> {
                if (held.hasRoom(message.user())) {
                    yield held.hold(message.user(), () -> process(entry, span));
                }
                var notice = Notices.said(message, Sentences.TOO_MANY_HELD, Outcome.REFUSED, Instant.now());
                yield untilWritten(() -> sink.write(Topics.EGRESS, notice, trace));
            }
            case Routed.Overheard _ -> CompletableFuture.completedStage(null);
            case Routed.Dropped _ -> {
                LOG.infof("message dropped: userId=%s", entry.key());
                yield CompletableFuture.completedStage(null);
            }
        };
    }

    private static CompletionStage<Void> all(List<CompletionStage<Void>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /// Keeps the record for the operator, and tells its writer.
    ///
    /// Both writes begin on the caller's thread: the producer's own must never wait for a write.
    private CompletionStage<Void> giveUp(
            ConsumerRecord<String, byte[]> entry, String reason, @Nullable TraceContext trace) {
        var now = Instant.now();
        var letter = DeadLetters.of(entry, SERVICE, reason, 1, now);
        var kept = untilWritten(() -> sink.write(Topics.INGRESS.deadLetters(), letter, trace));
        return Apology.of(entry, now)
                .map(notice -> untilWritten(() -> sink.write(Topics.EGRESS, notice, trace)))
                .map(told -> kept.thenCompose(_ -> told))
                .orElse(kept);
    }

    static CompletionStage<Void> untilWritten(Supplier<CompletionStage<Void>> write) {
        return write.get().exceptionallyCompose(failure -> {
            LOG.warnf("write failed, trying again: error=%s", failure);
            return CompletableFuture.supplyAsync(() -> untilWritten(write), SOON)
                    .thenCompose(written -> written);
        });
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are set by this module
    private static ConsumerRecord<String, byte[]> entry(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("The channel router-ingress is not read from Kafka"))
                .getRecord();
    }
}
