package io.moltmates.ingress.telegram;

import io.moltmates.ingress.AccountConnection;
import io.moltmates.ingress.AccountHold;
import io.moltmates.ingress.BlobStore;
import io.moltmates.ingress.DeliveryOutcome;
import io.moltmates.ingress.Once;
import io.moltmates.ingress.telegram.BotObjects.Update;
import io.moltmates.schema.CommandRequest.FetchFiles;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.TelegramConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One Telegram bot at work under a lease: asks for its updates, or has them sent, and sends what is said.
final class TelegramConnection implements AccountConnection {

    private static final Logger LOG = Logger.getLogger(TelegramConnection.class);
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final AccountHold hold;
    private final BotApi api;
    private final TelegramBot bot;
    private final BotStatus status;
    private final MessageSender sender;
    private final GrowingAnswers growing;
    private final FileFetcher files;
    private final KnownMessages known;
    private final UpdateBuffer buffer = new UpdateBuffer();
    private final String reaction;
    private final Once acknowledged = new Once(1_000);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable UpdateIntake intake;

    TelegramConnection(AccountHold hold, TelegramBot bot, TelegramConfig config, BlobStore blobs) {
        this.hold = hold;
        this.bot = bot;
        this.api = bot.api();
        this.status = bot.status();
        this.known = bot.known();
        sender = new MessageSender(api, new ChatPace(config.messagesPerSecond()), status);
        reaction = config.ackReaction();
        growing = new GrowingAnswers(api, config.streaming());
        files = new FileFetcher(api, blobs, config.mediaMaxMb());
    }

    @Override
    public void receive() throws IOException, InterruptedException {
        try {
            var reader = intake;
            if (reader == null) {
                reader = bot.introduce();
                intake = reader;
                var _ = threads.submit(this::tellCommands);
            }
            if (bot.webhook() != null) {
                status.receives();
                Thread.sleep(WAIT);
                return;
            }
            poll(reader);
            status.receives();
        } catch (BotFault fault) {
            status.doesNotReceive(explained(fault));
            if (fault.kind() == BotFault.Kind.FLOOD) {
                Thread.sleep(fault.retryAfter());
            }
            throw new IOException(explained(fault));
        }
    }

    /// Nobody waits for the menu, and nothing depends on it.
    private @Nullable Void tellCommands() throws InterruptedException {
        for (var pause = FIRST_PAUSE; ; pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause) {
            try {
                bot.tellCommands();
                return null;
            } catch (BotFault fault) {
                LOG.infof("the bot's menu is not set: account=%s reason=%s", hold.account(), fault.getMessage());
                Thread.sleep(fault.retryAfter().compareTo(pause) > 0 ? fault.retryAfter() : pause);
            }
        }
    }

    private void poll(UpdateIntake reader) throws IOException, InterruptedException {
        if (buffer.holds()) {
            Thread.sleep(GLANCE);
        }
        long asked = System.nanoTime();
        var arrived = api.getUpdates(buffer.offset(), buffer.holds() ? Duration.ZERO : WAIT, UpdateReader.KINDS);
        if (arrived.isEmpty() && System.nanoTime() - asked < GLANCE.toNanos()) {
            Thread.sleep(GLANCE); // not every server holds the request
        }
        buffer.add(arrived, System.nanoTime());
        var publishing = new ArrayList<Future<?>>();
        for (var chat : buffer.whole(System.nanoTime())) {
            publishing.add(threads.submit(() -> {
                for (List<Update> parts : chat) {
                    reader.take(parts, hold::publish);
                    buffer.taken(parts);
                }
                return null;
            }));
        }
        try {
            for (var chat : publishing) {
                chat.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("the lease has ended");
            }
            throw new IOException("updates could not be written to the log", e.getCause());
        } finally {
            publishing.forEach(chat -> chat.cancel(true));
            buffer.advance();
        }
    }

    private static String explained(BotFault fault) {
        return switch (fault.kind()) {
            case CONFLICT ->
                fault.getMessage() + ": another program asks for this bot's updates. End it, or give each its own bot.";
            case UNAUTHORIZED ->
                fault.getMessage() + ": the bot's token is not valid, or was revoked. Ask @BotFather for a new one.";
            default -> String.valueOf(fault.getMessage());
        };
    }

    @Override
    public void awaitPace(OutboundMessage message) throws InterruptedException {
        sender.awaitPace(chat(message));
    }

    @Override
    public DeliveryOutcome deliver(OutboundMessage message) throws InterruptedException {
        Long draft = message instanceof OutboundMessage.Reply ? growing.end(message.inReplyTo()) : null;
        var asked = MessageSender.Target.of(message.address(), replyTo(message), draft);
        var target = asked.chat() == chat(message) ? asked : asked.in(chat(message));
        return switch (message) {
            case OutboundMessage.Reply reply ->
                reply.text().isBlank()
                        ? new DeliveryOutcome.Delivered(null)
                        : sender.text(reply.id(), target, reply.text(), List.of());
            case OutboundMessage.Notice notice -> sender.text(notice.id(), target, notice.text(), notice.buttons());
            case OutboundMessage.Edit edit -> edit(target.chat(), edit);
            case OutboundMessage.SharedFile shared -> send(target, shared);
        };
    }

    /// The chat that a message goes to: of a group that has become a supergroup meanwhile, the new one.
    private long chat(OutboundMessage message) {
        String chat = message.address().conversation();
        return Long.parseLong(
                chat.startsWith("-")
                        ? bot.moved()
                                .place(UserId.of(UpdateReader.CHANNEL, chat))
                                .platformId()
                        : chat);
    }

    private DeliveryOutcome edit(long chat, OutboundMessage.Edit edit) throws InterruptedException {
        var number = hold.platformMessageId(edit.target());
        return number.isEmpty()
                ? new DeliveryOutcome.Refused("what is to be edited is not known here")
                : sender.edit(chat, Long.parseLong(number.get()), edit.text());
    }

    private DeliveryOutcome send(MessageSender.Target target, OutboundMessage.SharedFile shared)
            throws InterruptedException {
        var file = files.local(shared);
        return file.isEmpty()
                ? new DeliveryOutcome.Refused("the file is not there any more")
                : sender.file(
                        target, file.get(), shared.file().name(), shared.file().mediaType(), shared.caption());
    }

    /// In a group always, in a private chat only when something else was written since.
    private @Nullable Long replyTo(OutboundMessage message) {
        var place = known.find(message.inReplyTo());
        if (place == null || message.inReplyTo() == null) {
            return null;
        }
        return place.group() || known.isOvertaken(message.inReplyTo(), place.chat()) ? place.number() : null;
    }

    @Override
    public void progress(LiveEvent event) {
        growing.progress(event);
        if (event instanceof LiveEvent.Typing typing && typing.on() && !reaction.isEmpty()) {
            var place = known.find(event.turn());
            if (place != null && acknowledged.isFirst(event.turn())) {
                var _ = threads.submit(() -> acknowledge(place));
            }
        }
    }

    /// Marks the message that is being worked on, so that its writer sees that it was taken.
    private @Nullable Void acknowledge(KnownMessages.Place place) throws InterruptedException {
        try {
            api.setMessageReaction(new BotCalls.SetMessageReaction(
                    place.chat(), place.number(), List.of(BotCalls.ReactionTypeEmoji.of(reaction))));
        } catch (BotFault fault) {
            LOG.infof("message not marked: chat=%d reason=%s", place.chat(), fault.getMessage());
        }
        return null;
    }

    @Override
    public List<CommandResult.FetchedFile> fetch(FetchFiles request) throws InterruptedException {
        return files.fetch(request);
    }

    @Override
    public void close() {
        growing.close();
        threads.shutdownNow();
        status.doesNotReceive("has ended");
        LOG.debugf("bot left: account=%s", hold.account());
    }
}
