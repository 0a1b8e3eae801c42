package io.moltmates.ingress.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.moltmates.ingress.Answers;
import io.moltmates.ingress.IngressPublisher;
import io.moltmates.ingress.telegram.BotObjects.Update;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.config.TelegramConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes the updates that Telegram sends to `/telegram`, or `/telegram/<bot>` for a further bot. Any replica may: the
/// answer comes once the log has the message, so that Telegram sends it again if that fails.
@Singleton
public class TelegramWebhook {

    static final String SECRET = "X-Telegram-Bot-Api-Secret-Token";

    private static final Logger LOG = Logger.getLogger(TelegramWebhook.class);
    private static final int LARGEST = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 100;

    private final TelegramAdapter adapter;
    private final IngressPublisher publisher;
    private final Map<String, UpdateBuffer> buffers = new ConcurrentHashMap<>();

    @Inject
    TelegramWebhook(TelegramAdapter adapter, IngressPublisher publisher) {
        this.adapter = adapter;
        this.publisher = publisher;
    }

    void register(@Observes Router router) {
        router.post("/telegram").handler(context -> receive(context, TelegramConfig.FIRST));
        router.post("/telegram/:bot").handler(context -> receive(context, context.pathParam("bot")));
    }

    private void receive(RoutingContext context, String name) {
        var loop = context.vertx().getOrCreateContext();
        Answers.body(
                context,
                LARGEST,
                body -> Thread.ofVirtual().name("telegram-webhook").start(() -> {
                    var answer = take(name, context.request().getHeader(SECRET), body);
                    loop.runOnContext(_ -> answer.accept(context));
                }),
                () -> Answers.error(context, 413, "The update is too long."));
    }

    /// What is to be answered.
    private Consumer<RoutingContext> take(String name, @Nullable String secret, Buffer body) {
        var bot = adapter.bot(name);
        if (bot == null || bot.webhook() == null || !bot.isSecret(secret)) {
            return error(403, "This is for Telegram, which says what was agreed on with it.");
        }
        try {
            var update = RecordCodec.mapper().readValue(body.getBytes(), Update.class);
            settle(bot, buffers.computeIfAbsent(name, _ -> new UpdateBuffer()), update);
            return context -> Answers.json(context, 200, JsonNodeFactory.instance.objectNode());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return error(503, "Moltmates is stopping. Send it again.");
        } catch (JsonProcessingException e) {
            LOG.warnf(
                    "update can't be read: bot=%s error=%s", name, e.getClass().getSimpleName());
            return error(400, "This is no update of the Bot API.");
        } catch (IOException | RuntimeException e) {
            LOG.warnf(
                    "update not taken, it is sent again: bot=%s error=%s",
                    name, e.getClass().getSimpleName());
            return error(503, "This can't be taken right now. Send it again.");
        }
    }

    private static Consumer<RoutingContext> error(int status, String sentence) {
        return context -> Answers.error(context, status, sentence);
    }

    /// Returns once the update, and what belongs together with it, is in the log.
    private void settle(TelegramBot bot, UpdateBuffer buffer, Update update) throws IOException, InterruptedException {
        var intake = bot.intake();
        buffer.add(List.of(update), System.nanoTime());
        while (true) {
            var whole = buffer.claim(update, System.nanoTime());
            if (whole.isPresent()) {
                try {
                    intake.take(whole.get(), this::publish);
                } finally {
                    buffer.forget(whole.get());
                }
                return;
            }
            if (!buffer.holds(update)) {
                return; // another part's request has brought it
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void publish(InboundMessage message) throws IOException, InterruptedException {
        try {
            publisher.publish(message).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("The log does not take it", e);
        }
    }
}
