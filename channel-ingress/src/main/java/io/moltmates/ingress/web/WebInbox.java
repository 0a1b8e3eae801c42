package io.moltmates.ingress.web;

import io.moltmates.ingress.BlobStore;
import io.moltmates.ingress.ConversationHub;
import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.ingress.IngressPublisher;
import io.moltmates.ingress.IngressSettings;
import io.moltmates.ingress.RateLimit;
import io.moltmates.schema.Address;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.UserId;
import io.moltmates.schema.telemetry.Meters;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Takes what a page says: answers pings, and puts messages into the log before they are confirmed.
@Singleton
class WebInbox {

    private static final Logger LOG = Logger.getLogger(WebInbox.class);
    private static final int CLOSED_FOR_GOOD = 4403;
    private static final Executor BLOCKING =
            task -> Thread.ofVirtual().name("web-inbox").start(task);

    private final Supplier<IngressSettings> settings;
    private final WebAccess access;
    private final WebChannel channel;
    private final BooleanSupplier ready;
    private final Function<InboundMessage, CompletionStage<Void>> publisher;
    private final BlobStore blobs;
    private final RateLimit messages = new RateLimit(60, Duration.ofMinutes(1));
    private final RateLimit frames = new RateLimit(300, Duration.ofMinutes(1));

    @Inject
    WebInbox(
            IngressConfiguration settings,
            WebAccess access,
            WebChannel channel,
            ConversationHub hub,
            IngressPublisher publisher,
            BlobStore blobs) {
        this(settings, access, channel, hub::isReady, publisher::publish, blobs);
    }

    WebInbox(
            Supplier<IngressSettings> settings,
            WebAccess access,
            WebChannel channel,
            BooleanSupplier ready,
            Function<InboundMessage, CompletionStage<Void>> publisher,
            BlobStore blobs) {
        this.settings = settings;
        this.access = access;
        this.channel = channel;
        this.ready = ready;
        this.publisher = publisher;
        this.blobs = blobs;
    }

    /// Completes when the next frame of this page may be looked at, so that messages keep their order.
    CompletionStage<Void> take(OpenSocket page, String json) {
        if (!access.isListed(page.name())) {
            page.tell(Frames.error("You may no longer use this chat."));
            page.close(CLOSED_FOR_GOOD, "You may no longer use this chat.");
            return CompletableFuture.completedStage(null);
        }
        if (!frames.admits(page.name())) {
            page.close(Outbox.TRY_AGAIN_LATER, "Too many frames; connect again in a moment.");
            return CompletableFuture.completedStage(null);
        }
        return switch (ClientFrame.parse(json, settings.get().messages().maxTextBytes())) {
            case ClientFrame.Ping _ -> answered(page, Frames.pong());
            case ClientFrame.Unreadable(var reason) -> answered(page, Frames.error(reason));
            case ClientFrame.Rejected(var id, var reason) -> answered(page, Frames.rejected(id, reason));
            case ClientFrame.Message message -> message(page, message);
        };
    }

    private CompletionStage<Void> message(OpenSocket page, ClientFrame.Message message) {
        if (!ready.getAsBoolean()) {
            page.close(Outbox.TRY_AGAIN_LATER, "Moltmates is starting. Connect again in a moment.");
            return CompletableFuture.completedStage(null);
        }
        if (!messages.admits(page.name())) {
            Meters.count("moltmates.refusals", "service", "channel-ingress", "reason", "too_fast");
            return answered(
                    page, Frames.rejected(message.id(), "You are sending faster than can be answered. Wait a minute."));
        }
        var user = UserId.of(WebChannel.CHANNEL, page.name());
        if (message.attachments().isEmpty()) {
            publish(page, message, user, List.of());
            return CompletableFuture.completedStage(null);
        }
        return CompletableFuture.runAsync(() -> withFiles(page, message, user), BLOCKING);
    }

    private void withFiles(OpenSocket page, ClientFrame.Message message, UserId user) {
        var attachments = new ArrayList<Attachment>();
        try {
            for (String name : message.attachments()) {
                var attachment = blobs.find(user, Ids.messageId(user, message.id()), name);
                if (attachment.isEmpty()) {
                    page.tell(Frames.rejected(
                            message.id(), "The file '" + name + "' has not been uploaded. Attach it again."));
                    return;
                }
                attachments.add(attachment.get());
            }
        } catch (IOException | MalformedRecordException e) {
            LOG.errorf(e, "uploads can't be read: userId=%s", user);
            page.tell(Frames.rejected(message.id(), "The files can't be read at the moment. Attach them again."));
            return;
        }
        publish(page, message, user, attachments);
    }

    private void publish(OpenSocket page, ClientFrame.Message message, UserId user, List<Attachment> attachments) {
        var inbound = new InboundMessage(
                Ids.messageId(user, message.id()),
                user,
                Address.of(WebChannel.CHANNEL, page.name()),
                page.name(),
                message.text(),
                attachments,
                null,
                true,
                Instant.now());
        channel.sending(inbound.id());
        var _ = publisher.apply(inbound).whenComplete((_, failure) -> {
            if (failure == null) {
                channel.accepted(page, message.id(), Item.of(inbound));
            } else {
                channel.notSent(inbound.id());
                LOG.errorf("message not stored: userId=%s messageId=%s error=%s", user, inbound.id(), cause(failure));
                page.tell(Frames.rejected(message.id(), "The message could not be stored. Send it again."));
            }
        });
    }

    private static CompletionStage<Void> answered(OpenSocket page, String frame) {
        page.tell(frame);
        return CompletableFuture.completedStage(null);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
    }
}
