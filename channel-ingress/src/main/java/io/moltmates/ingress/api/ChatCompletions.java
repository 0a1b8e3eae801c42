package io.moltmates.ingress.api;

import io.moltmates.ingress.Answers;
import io.moltmates.ingress.BlobStore;
import io.moltmates.ingress.ConversationHub;
import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.ingress.IngressPublisher;
import io.moltmates.ingress.IngressSettings;
import io.moltmates.schema.Address;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.UserId;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// `POST /v1/chat/completions`: puts the request's message into the log, and holds the request until the answer comes.
///
/// A client that goes away does not stop the turn. The `Idempotency-Key`, with the user, is the message's id: the same
/// key while the first request waits joins it, and later gets the recorded answer. That a key comes again with another
/// message is noticed only until the first one is answered; after that the recorded answer counts.
@Singleton
class ChatCompletions {

    private static final Logger LOG = Logger.getLogger(ChatCompletions.class);
    private static final int LARGEST_BODY = 32 << 20;
    private static final int LARGE_BODY = 64 << 10;
    /// A person has one body of more than this read at a time: a few of the largest would fill the memory.
    private static final int VERY_LARGE_BODY = 1 << 20;
    private static final int MOST_PICTURES = 5_000;
    private static final long MOST_PICTURE_BYTES = 1L << 30;
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Supplier<IngressSettings> settings;
    private final ApiAccess access;
    private final ApiChannel channel;
    private final BooleanSupplier ready;
    private final Function<InboundMessage, CompletionStage<Void>> publisher;
    private final BlobStore blobs;
    private final Set<String> readingVeryLarge = ConcurrentHashMap.newKeySet();

    /// A request that was understood, and whom it speaks for.
    private record Asked(UserId user, ChatRequest request, String key, String messageId, String fingerprint) {}

    @Inject
    ChatCompletions(
            IngressConfiguration settings,
            ApiAccess access,
            ApiChannel channel,
            ConversationHub hub,
            IngressPublisher publisher,
            BlobStore blobs) {
        this(settings, access, channel, hub::isReady, publisher::publish, blobs);
    }

    ChatCompletions(
            Supplier<IngressSettings> settings,
            ApiAccess access,
            ApiChannel channel,
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

    void handle(RoutingContext context) {
        ApiAccess.Caller caller;
        try {
            caller = access.caller(context.request().getHeader("Authorization"));
        } catch (ApiError.Refused refused) {
            ApiAnswers.error(context, refused.error());
            return;
        }
        if (!ready.getAsBoolean()) {
            ApiAnswers.error(context, ApiError.unavailable("Moltmates is starting. Try again in a moment."));
            return;
        }
        var done = room(context, caller);
        if (done == null) {
            context.response().putHeader("Connection", "close");
            ApiAnswers.error(context, ApiError.tooMany("Another large request of yours is being read. Try again."));
            return;
        }
        Answers.body(
                context,
                LARGEST_BODY,
                body -> read(context, caller, body, done),
                () -> ApiAnswers.error(
                        context, ApiError.tooLarge(null, "The body is larger than " + (LARGEST_BODY >> 20) + " MB.")));
    }

    /// Gives room to read the body; to be called once it is read. Null if there is none.
    private @Nullable Runnable room(RoutingContext context, ApiAccess.Caller caller) {
        if (!(caller instanceof ApiAccess.Caller.Person(var name))
                || !isVeryLarge(context.request().getHeader("Content-Length"))) {
            return () -> {};
        }
        if (!readingVeryLarge.add(name)) {
            return null;
        }
        var once = new AtomicBoolean();
        Runnable done = () -> {
            if (once.compareAndSet(false, true)) {
                readingVeryLarge.remove(name);
            }
        };
        var _ = context.addEndHandler(_ -> done.run());
        return done;
    }

    /// A body whose length is not told may have any.
    private static boolean isVeryLarge(@Nullable String length) {
        try {
            return length == null || Long.parseLong(length) > VERY_LARGE_BODY;
        } catch (NumberFormatException _) {
            return true;
        }
    }

    /// Long conversations and pictures are read off the event loop.
    private void read(RoutingContext context, ApiAccess.Caller caller, Buffer body, Runnable done) {
        if (body.length() <= LARGE_BODY) {
            understand(context, caller, body);
            done.run();
            return;
        }
        var loop = context.vertx().getOrCreateContext();
        Thread.ofVirtual().name("chat-completions").start(() -> {
            try {
                var asked = asked(context, caller, body);
                var attachments = store(asked);
                loop.runOnContext(_ -> ask(context, asked, attachments));
            } catch (ApiError.Refused refused) {
                loop.runOnContext(_ -> ApiAnswers.error(context, refused.error()));
            } catch (IOException e) {
                LOG.errorf(e, "pictures can't be stored");
                loop.runOnContext(
                        _ -> ApiAnswers.error(context, ApiError.unavailable("The pictures could not be stored.")));
            } finally {
                done.run();
            }
        });
    }

    private void understand(RoutingContext context, ApiAccess.Caller caller, Buffer body) {
        Asked asked;
        try {
            asked = asked(context, caller, body);
        } catch (ApiError.Refused refused) {
            ApiAnswers.error(context, refused.error());
            return;
        }
        if (asked.request.images().isEmpty()) {
            ask(context, asked, List.of());
            return;
        }
        var loop = context.vertx().getOrCreateContext();
        Thread.ofVirtual().name("chat-completions").start(() -> {
            try {
                var attachments = store(asked);
                loop.runOnContext(_ -> ask(context, asked, attachments));
            } catch (ApiError.Refused refused) {
                loop.runOnContext(_ -> ApiAnswers.error(context, refused.error()));
            } catch (IOException e) {
                LOG.errorf(e, "pictures can't be stored");
                loop.runOnContext(
                        _ -> ApiAnswers.error(context, ApiError.unavailable("The pictures could not be stored.")));
            }
        });
    }

    private Asked asked(RoutingContext context, ApiAccess.Caller caller, Buffer body) {
        var request = new ChatRequestReader(settings.get().messages().maxTextBytes()).read(body.getBytes());
        var user = access.user(caller, request.user());
        String given = context.request().getHeader("Idempotency-Key");
        if (given != null && !KEY.matcher(given).matches()) {
            throw ChatRequestReader.refused(
                    "Idempotency-Key", "invalid_value", "'Idempotency-Key' has 1 to 255 visible ASCII characters.");
        }
        String key = given == null ? Ids.random(26) : given;
        String content = given == null
                ? ""
                : ApiChannel.words(user, request.text(), request.context()) + "\0" + request.images();
        return new Asked(user, request, key, Ids.messageId(user, key), content);
    }

    /// @throws ApiError.Refused if too many pictures of this user are kept already
    private List<Attachment> store(Asked asked) throws IOException {
        if (!asked.request.images().isEmpty()) {
            var usage = blobs.usage(asked.user);
            if (usage.files() >= MOST_PICTURES || usage.bytes() >= MOST_PICTURE_BYTES) {
                throw new ApiError.Refused(new ApiError(
                        429,
                        "This user has sent too many pictures. They are kept for a while; try again tomorrow.",
                        "rate_limit_error",
                        "messages",
                        "too_many_pictures",
                        false));
            }
        }
        var attachments = new ArrayList<Attachment>();
        for (var image : asked.request.images()) {
            String name = "image-" + (attachments.size() + 1) + "."
                    + image.mediaType().substring("image/".length());
            attachments.add(blobs.store(asked.user, asked.messageId, name, image.mediaType(), image.content()));
        }
        return attachments;
    }

    private void ask(RoutingContext context, Asked asked, List<Attachment> attachments) {
        var leaving = new Runnable[1];
        var exchange = new ChatExchange(
                context, asked.user, asked.request, asked.key, asked.messageId, () -> leaving[0].run());
        leaving[0] = () -> channel.leave(asked.messageId, exchange);
        context.response().putHeader("x-request-id", asked.messageId).closeHandler(_ -> leaving[0].run());
        switch (channel.join(asked.messageId, asked.fingerprint, exchange)) {
            case FIRST -> publish(asked, attachments);
            case ATTACHED -> exchange.onlyFinal();
            case DIFFERENT ->
                ApiAnswers.error(
                        context,
                        new ApiError(
                                422,
                                "This Idempotency-Key belongs to another message that is being answered. Use a new"
                                        + " key for each message.",
                                "idempotency_error",
                                "Idempotency-Key",
                                "idempotency_key_reused",
                                false));
            case TOO_MANY_OF_ONE ->
                ApiAnswers.error(context, ApiError.tooMany("Too many requests of this user wait for answers."));
            case TOO_MANY ->
                ApiAnswers.error(context, ApiError.unavailable("Too many requests wait for answers. Try again later."));
        }
    }

    private void publish(Asked asked, List<Attachment> attachments) {
        var message = new InboundMessage(
                asked.messageId,
                asked.user,
                Address.of(ApiChannel.CHANNEL, asked.user.platformId()),
                asked.user.platformId(),
                asked.request.text(),
                attachments,
                asked.request.context(),
                asked.request.stream(),
                Instant.now());
        var _ = publisher.apply(message).exceptionally(failure -> {
            LOG.errorf("message not stored: userId=%s messageId=%s error=%s", asked.user, asked.messageId, failure);
            channel.fail(
                    asked.messageId,
                    ApiError.unavailable("The message could not be stored. Send it again with the header"
                            + " 'Idempotency-Key: " + asked.key + "'."));
            return null;
        });
    }
}
