package io.moltmates.ingress;

import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.DeliveryRecord.State;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.Traces;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Delivers what is said to the conversations of one bot account, while its lease lasts: each id once, in the order of
/// the conversation, and no conversation waits for another.
///
/// The order of one delivery: the lease is certain, the intent is in the log, the lease is still certain, the platform
/// has it, the receipt is in the log. Whoever takes over finds an intent for everything that may have been sent; what
/// the platform did not take is due again.
final class AccountDeliveries {

    private static final Logger LOG = Logger.getLogger(AccountDeliveries.class);
    private static final Tracing TRACING = Tracing.of("channel-ingress");
    private static final int SESSIONS = 20_000;
    private static final String LATE =
            "Some answers could not be sent to you for a long time, and I have left them out."
                    + " Please ask again if they still matter.";
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final UserId account;
    private final AccountHold hold;
    private final AccountConnection connection;
    private final boolean dropsRepeated;
    private final DeliveryLedger ledger;
    private final RecordSink sink;
    private final Supplier<Duration> maxAge;
    private final InstantSource clock;
    private final ConversationLanes lanes = new ConversationLanes();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final EpochFence sessions = new EpochFence(SESSIONS);
    private final Once told = new Once(SESSIONS);

    /// @param account as an id: `telegram_some_bot`
    AccountDeliveries(
            UserId account,
            AccountHold hold,
            AccountConnection connection,
            boolean dropsRepeated,
            DeliveryLedger ledger,
            RecordSink sink,
            Supplier<Duration> maxAge,
            InstantSource clock) {
        this.account = account;
        this.hold = hold;
        this.connection = connection;
        this.dropsRepeated = dropsRepeated;
        this.ledger = ledger;
        this.sink = sink;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /// Takes a record of the egress topic. Call it from one thread.
    ///
    /// @param finished called when the record need not come again
    void take(ConsumerRecord<String, byte[]> entry, Runnable finished) {
        var message = entry.value() == null ? null : message(entry);
        if (message == null || !isOurs(message)) {
            finished.run();
            return;
        }
        lanes.submit(conversation(message), () -> {
            try {
                if (deliver(message, Traces.of(entry))) {
                    finished.run();
                }
            } catch (InterruptedException _) { // the lease has ended; the next holder goes on
                Thread.currentThread().interrupt();
            }
        });
    }

    private static @Nullable OutboundMessage message(ConsumerRecord<String, byte[]> entry) {
        try {
            return RecordCodec.read(entry.value(), OutboundMessage.class);
        } catch (MalformedRecordException _) {
            return null; // ConversationHub gives it up
        }
    }

    private boolean isOurs(OutboundMessage message) {
        var address = message.address();
        if (!account.channel().equals(address.channel())
                || !account.platformId().equals(address.account())) {
            return false;
        }
        if (message instanceof OutboundMessage.Reply reply && !sessions.admits(reply.session(), reply.epoch())) {
            LOG.infof("reply of an older epoch dropped: messageId=%s epoch=%d", reply.inReplyTo(), reply.epoch());
            return false;
        }
        return true;
    }

    /// Whether it is settled; false if the lease ended before.
    private boolean deliver(OutboundMessage message, @Nullable TraceContext trace) throws InterruptedException {
        var known = ledger.find(message.id());
        if (known.isPresent() && DeliveryLedger.isSettled(known.get())) {
            return true;
        }
        if (isSilent(message)) {
            return settle(message, trace, State.DELIVERED, null, null);
        }
        if (known.isPresent() && known.get().state() == State.INTENT && !dropsRepeated) {
            Meters.count("moltmates.deliveries", "channel", account.channel(), "outcome", "Unknown");
            return settle(message, trace, State.UNKNOWN, null, "its sender ended between intent and receipt");
        }
        boolean partly = false;
        while (hold.awaitFresh()) {
            if (message.at().isBefore(clock.instant().minus(maxAge.get()))) {
                settle(message, trace, State.FAILED, null, "it waited longer than messages.maxAge");
                return tellOfLate(message, trace);
            }
            connection.awaitPace(message);
            if (!intend(message, partly, trace)) {
                continue;
            }
            var outcome = attempt(message, trace);
            switch (outcome) {
                case DeliveryOutcome.Delivered(var platformId) -> {
                    return settle(message, trace, State.DELIVERED, platformId, null);
                }
                case DeliveryOutcome.Refused(var reason) -> {
                    return settle(message, trace, State.FAILED, null, reason);
                }
                case DeliveryOutcome.Unattended _ -> {
                    return settle(message, trace, State.FAILED, null, "nobody is there to take it");
                }
                case DeliveryOutcome.TryLater(var after, var reason, var begun) -> {
                    LOG.infof("delivery waits: delivery=%s after=%s reason=%s", message.id(), after, reason);
                    partly |= begun;
                    if (!partly) { // else it counts as in flight
                        var _ = write(record(message, State.DUE, null, reason), trace);
                    }
                    rest(after.compareTo(LONGEST_PAUSE) < 0 ? after : LONGEST_PAUSE);
                }
                case DeliveryOutcome.Unknown(var reason) -> {
                    if (!dropsRepeated) {
                        return settle(message, trace, State.UNKNOWN, null, reason);
                    }
                    rest(PAUSE);
                }
            }
        }
        return false;
    }

    /// Records that a send begins. Whether it may: the lease may end meanwhile. Then the next holder is told that
    /// nothing
    /// was sent, whose word counts more if it has begun already.
    ///
    /// @param partly whether the platform has a part of it from an earlier attempt, so that it counts as in flight
    private boolean intend(OutboundMessage message, boolean partly, @Nullable TraceContext trace)
            throws InterruptedException {
        var due = record(message, State.DUE, null, "its sender's lease ended before it was sent");
        try {
            if (!write(record(message, State.INTENT, null, null), trace)) {
                return false;
            }
        } catch (InterruptedException e) {
            if (!partly) {
                var _ = sink.write(Topics.DELIVERIES, due, trace); // without a wait: there is no time left
            }
            throw e;
        }
        if (hold.isFresh()) {
            return true;
        }
        if (!partly) {
            var _ = write(due, trace);
        }
        return false;
    }

    /// Whether it only records how a message ended, and nothing is to be said.
    private static boolean isSilent(OutboundMessage message) {
        return switch (message) {
            case OutboundMessage.Reply reply -> reply.text().isBlank();
            case OutboundMessage.Notice notice ->
                notice.text().isBlank() && notice.buttons().isEmpty();
            case OutboundMessage.Edit _, OutboundMessage.SharedFile _ -> false;
        };
    }

    /// One sentence a conversation instead of a flood of answers that nobody waits for any more.
    private boolean tellOfLate(OutboundMessage message, @Nullable TraceContext trace) throws InterruptedException {
        if (!told.isFirst(conversation(message))) {
            return true;
        }
        return deliver(
                new OutboundMessage.Notice(
                        message.id() + ".late",
                        message.user(),
                        message.address(),
                        null,
                        LATE,
                        List.of(),
                        null,
                        null,
                        clock.instant()),
                trace);
    }

    private static String conversation(OutboundMessage message) {
        return message.address().conversation() + "\0" + message.address().thread();
    }

    /// Ends early when the lease does.
    private void rest(Duration pause) throws InterruptedException {
        var _ = stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private DeliveryOutcome attempt(OutboundMessage message, @Nullable TraceContext trace) throws InterruptedException {
        try (var span = TRACING.within(trace, "deliver " + account.channel(), SpanKind.CLIENT)
                .set(Names.CHANNEL, account.channel())
                .set(Names.MESSAGE, message.inReplyTo())) {
            var outcome = connection.deliver(message);
            String name = outcome.getClass().getSimpleName();
            span.set("moltmates.delivery.outcome", name);
            Meters.count("moltmates.deliveries", "channel", account.channel(), "outcome", name);
            return outcome;
        } catch (RuntimeException e) { // a fault of the adapter; nobody knows how far it came
            LOG.errorf(e, "delivery failed: delivery=%s", message.id());
            return new DeliveryOutcome.Unknown("the adapter failed: " + e);
        }
    }

    private boolean settle(
            OutboundMessage message,
            @Nullable TraceContext trace,
            State state,
            @Nullable String platformMessageId,
            @Nullable String reason)
            throws InterruptedException {
        if (state != State.DELIVERED) {
            LOG.warnf(
                    "not delivered: delivery=%s userId=%s state=%s reason=%s",
                    message.id(), message.user(), state, reason);
        }
        var receipt = record(message, state, platformMessageId, reason);
        while (!write(receipt, trace)) {
            Thread.sleep(PAUSE);
        }
        return true;
    }

    /// Whether the log has it.
    private boolean write(DeliveryRecord record, @Nullable TraceContext trace) throws InterruptedException {
        try {
            await(sink.write(Topics.DELIVERIES, record, trace));
        } catch (ExecutionException e) {
            LOG.warnf("delivery not recorded, trying again: delivery=%s error=%s", record.id(), e.getCause());
            Thread.sleep(PAUSE);
            return false;
        }
        var _ = ledger.take(record);
        return true;
    }

    private DeliveryRecord record(
            OutboundMessage message, State state, @Nullable String platformMessageId, @Nullable String reason) {
        return new DeliveryRecord(
                message.id(),
                message.user(),
                message.address(),
                state,
                platformMessageId,
                reason,
                clock.instant(),
                hold.epoch());
    }

    private static void await(CompletionStage<Void> written) throws InterruptedException, ExecutionException {
        written.toCompletableFuture().get();
    }

    /// Begins nothing more; what is at the platform may end for a while.
    void stop(Duration patience) {
        stopping.countDown();
        lanes.stop(patience);
    }
}
