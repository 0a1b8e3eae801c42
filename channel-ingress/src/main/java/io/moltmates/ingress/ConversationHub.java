package io.moltmates.ingress;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.DeadLetters;
import io.moltmates.schema.kafka.TopicTail;
import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads all that is said, without a group, from the moment it starts, and hands each record to the adapter of its
/// channel.
///
/// Each replica reads all of it, since the socket or request that waits may be open here though the message came in by
/// another replica; so what people write is read too. One thread reads ingress, egress, live and command results, so
/// adapters see one record after the other; a person's records of one topic come in their order.
@Singleton
public class ConversationHub {

    private static final Logger LOG = Logger.getLogger(ConversationHub.class);
    private static final int SESSIONS = 20_000;

    private final Map<String, Object> connection;
    private final Map<String, ChannelAdapter> adapters;
    private final AccountService accounts;
    private final Commands commands;
    private final IngressPublisher publisher;
    private final BlobStore blobs;
    private final Tracing tracing = Tracing.of("channel-ingress");
    private final RecordSpans spans = new RecordSpans(tracing);
    private final EpochFence sessions = new EpochFence(SESSIONS);
    private volatile @Nullable TopicTail tail;
    private volatile boolean ready;

    @Inject
    ConversationHub(
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            @Any Instance<ChannelAdapter> adapters,
            AccountService accounts,
            Commands commands,
            IngressPublisher publisher,
            BlobStore blobs) {
        this.connection = connection;
        this.adapters =
                adapters.stream().collect(Collectors.toUnmodifiableMap(ChannelAdapter::channel, Function.identity()));
        this.accounts = accounts;
        this.commands = commands;
        this.publisher = publisher;
        this.blobs = blobs;
    }

    void start(@Observes StartupEvent event) {
        var topics = List.of(
                Topics.INGRESS.name(),
                Topics.EGRESS.name(),
                Topics.LIVE.name(),
                Topics.COMMANDS.name(),
                Topics.COMMAND_RESULTS.name());
        var opened = TopicTail.open(connection, "ingress-hub", topics, TopicTail.From.END, this::take);
        tail = opened;
        opened.ready().whenComplete((_, failure) -> ready = failure == null);
    }

    /// Whether every answer to a message that is published from now on will be seen here.
    public boolean isReady() {
        return ready;
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        if (entry.value() == null) {
            return;
        }
        try {
            if (entry.topic().equals(Topics.LIVE.name())) {
                show(RecordCodec.read(entry.value(), LiveEvent.class));
            } else if (entry.topic().equals(Topics.EGRESS.name())) {
                try (var span = spans.processing(entry, null);
                        var _ = CurrentTrace.enter(span.context())) {
                    deliver(RecordCodec.read(entry.value(), OutboundMessage.class));
                }
            } else if (entry.topic().equals(Topics.INGRESS.name())) {
                overhear(RecordCodec.read(entry.value(), InboundMessage.class));
            } else if (entry.topic().equals(Topics.COMMANDS.name())) {
                ask(RecordCodec.read(entry.value(), CommandRequest.class));
            } else {
                commands.take(RecordCodec.read(entry.value(), CommandResult.class));
            }
        } catch (RuntimeException e) { // malformed, or a fault of ours; the others go on
            LOG.errorf(e, "record skipped: topic=%s offset=%d", entry.topic(), entry.offset());
            if (entry.topic().equals(Topics.EGRESS.name())) { // anything else may be missed, or is asked for again
                publisher.giveUp(entry, DeadLetters.reason(e));
            }
        }
    }

    private void ask(CommandRequest request) {
        if (request instanceof CommandRequest.FetchFiles fetch) {
            accounts.fetch(fetch);
        } else if (request instanceof CommandRequest.DeletePerson delete) {
            Thread.ofVirtual().name("delete-files").start(() -> deleteFiles(delete.user()));
        }
    }

    private void deleteFiles(UserId user) {
        try {
            blobs.forget(user);
        } catch (IOException | RuntimeException e) { // they expire by themselves
            LOG.errorf(e, "files in transit not deleted: userId=%s", user);
        }
    }

    private void overhear(InboundMessage message) {
        var adapter = adapters.get(message.address().channel());
        if (adapter != null) {
            adapter.overheard(message);
        }
    }

    private void show(LiveEvent event) {
        var adapter = adapters.get(event.address().channel());
        if (adapter == null) {
            accounts.progress(event);
        } else {
            adapter.progress(event);
        }
    }

    void deliver(OutboundMessage message) {
        if (accounts.serves(message.address().channel())) {
            return; // under the account's lease
        }
        if (message instanceof OutboundMessage.Reply reply && !sessions.admits(reply.session(), reply.epoch())) {
            LOG.infof("reply of an older epoch dropped: messageId=%s epoch=%d", reply.inReplyTo(), reply.epoch());
            return;
        }
        String channel = message.address().channel();
        var adapter = adapters.get(channel);
        if (adapter == null) {
            LOG.warnf("no such channel: channel=%s messageId=%s", channel, message.id());
            return;
        }
        var span = tracing.within(CurrentTrace.get(), "deliver " + channel, SpanKind.CLIENT)
                .set(Names.CHANNEL, channel)
                .set(Names.MESSAGE, message.inReplyTo());
        var _ = adapter.deliver(message).whenComplete((outcome, failure) -> {
            try (span) {
                settle(message, outcome, failure, span);
            }
        });
    }

    private void settle(
            OutboundMessage message, @Nullable DeliveryOutcome outcome, @Nullable Throwable failure, Span span) {
        String name = outcome == null ? "Failed" : outcome.getClass().getSimpleName();
        span.set("moltmates.delivery.outcome", name);
        Meters.count("moltmates.deliveries", "channel", message.address().channel(), "outcome", name);
        switch (outcome) {
            case DeliveryOutcome.Delivered delivered -> publisher.confirm(message, delivered, span.context());
            case DeliveryOutcome.Unattended _ -> LOG.debugf("nobody there: delivery=%s", message.id());
            case DeliveryOutcome.TryLater later -> notDelivered(message, later.reason());
            case DeliveryOutcome.Refused refused -> notDelivered(message, refused.reason());
            case DeliveryOutcome.Unknown unknown -> notDelivered(message, unknown.reason());
            case null -> notDelivered(message, String.valueOf(failure));
        }
    }

    private static void notDelivered(OutboundMessage message, String reason) {
        LOG.warnf("not delivered: delivery=%s userId=%s reason=%s", message.id(), message.user(), reason);
    }

    @PreDestroy
    void close() {
        var open = tail;
        if (open != null) {
            open.close();
        }
    }
}
