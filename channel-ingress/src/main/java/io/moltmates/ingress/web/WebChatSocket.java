package io.moltmates.ingress.web;

import io.moltmates.ingress.ConversationHub;
import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.ingress.IngressSettings;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The web chat's socket: lets people in and out, and hands frames on in their order.
@WebSocket(path = "/web/socket")
public class WebChatSocket {

    private static final Logger LOG = Logger.getLogger(WebChatSocket.class);
    private static final long MOST_WAITING_BYTES = 4 << 20;
    private static final int MOST_PAGES = 20;
    private static final int SIGN_IN = 4401;
    private static final int NOT_LISTED = 4403;

    private final WebAccess access;
    private final WebChannel channel;
    private final WebInbox inbox;
    private final WebGreeting greeting;
    private final ConversationHub hub;
    private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();

    private static final class Conversation {
        final OpenSocket page;
        CompletionStage<Void> done = CompletableFuture.completedStage(null);

        Conversation(OpenSocket page) {
            this.page = page;
        }
    }

    @Inject
    WebChatSocket(
            WebAccess access,
            WebChannel channel,
            WebInbox inbox,
            WebGreeting greeting,
            ConversationHub hub,
            IngressConfiguration configuration) {
        this.access = access;
        this.channel = channel;
        this.inbox = inbox;
        this.greeting = greeting;
        this.hub = hub;
        configuration.onChange(this::closeUnlisted);
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        var link = new SocketLink(connection, Vertx.currentContext());
        var outbox = new Outbox(link, MOST_WAITING_BYTES);
        var request = connection.handshakeRequest();
        String token =
                WebAccess.token(request.header("Cookie"), request.header("Host"), request.header("Authorization"));
        switch (access.visitor(token)) {
            case WebAccess.Visitor.Stranger(var reason) -> turnAway(outbox, SIGN_IN, reason);
            case WebAccess.Visitor.Unlisted(var reason) -> turnAway(outbox, NOT_LISTED, reason);
            case WebAccess.Visitor.Person person
            when !hub.isReady() ->
                turnAway(
                        outbox,
                        Outbox.TRY_AGAIN_LATER,
                        "Moltmates is starting, " + person.name() + ". Connect again in a moment.");
            case WebAccess.Visitor.Person person
            when channel.pagesOf(person.name()) >= MOST_PAGES ->
                turnAway(outbox, Outbox.TRY_AGAIN_LATER, "The chat is open on too many pages. Close one.");
            case WebAccess.Visitor.Person person -> {
                var page = new OpenSocket(person.name(), outbox);
                conversations.put(connection.id(), new Conversation(page));
                channel.open(page);
                if (access.isListed(person.name())) {
                    greeting.greet(page);
                } else { // taken off the list since the look above, when the page was not open to be closed
                    page.close(NOT_LISTED, "You may no longer use this chat.");
                }
            }
        }
    }

    private static void turnAway(Outbox outbox, int code, String reason) {
        var _ = outbox.send(Frames.error(reason));
        outbox.close(code, reason);
    }

    @OnTextMessage
    @NonBlocking
    void text(String frame, WebSocketConnection connection) {
        var conversation = conversations.get(connection.id());
        if (conversation != null) {
            conversation.done = conversation
                    .done
                    .thenCompose(_ -> inbox.take(conversation.page, frame))
                    .exceptionally(failure -> {
                        LOG.errorf(failure, "frame not handled: userId=web_%s", conversation.page.name());
                        return null;
                    });
        }
    }

    @OnBinaryMessage
    @NonBlocking
    void binary(Buffer frame, WebSocketConnection connection) {
        var conversation = conversations.get(connection.id());
        if (conversation != null) {
            conversation.page.tell(Frames.error("Frames are text; this one is binary. Files are uploaded by PUT"
                    + " /web/messages/<id>/files/<name>."));
        }
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        var conversation = conversations.remove(connection.id());
        if (conversation != null) {
            channel.closed(conversation.page);
        }
    }

    @OnError
    @NonBlocking
    void error(Exception failure, WebSocketConnection connection) {
        LOG.debugf(failure, "socket failed: connection=%s", connection.id());
    }

    private void closeUnlisted(IngressSettings settings) {
        channel.each(
                name -> !settings.channels().web().allows(name),
                page -> page.close(NOT_LISTED, "You may no longer use this chat."));
    }

    /// All sends of one socket go through its own event loop, which keeps them in the order of the calls.
    private record SocketLink(
            WebSocketConnection connection, @Nullable Context loop) implements Outbox.Link {

        @Override
        public void send(String frame, Runnable sent) {
            run(() -> {
                if (connection.isClosed()) {
                    sent.run();
                    return;
                }
                var _ = connection.sendText(frame).subscribe().with(_ -> sent.run(), _ -> sent.run());
            });
        }

        @Override
        public void close(int code, String reason) {
            run(() -> {
                var _ = connection
                        .close(new CloseReason(code, reason))
                        .subscribe()
                        .with(_ -> {}, _ -> {});
            });
        }

        private void run(Runnable task) {
            if (loop == null) {
                task.run();
            } else {
                loop.runOnContext(_ -> task.run());
            }
        }
    }
}
