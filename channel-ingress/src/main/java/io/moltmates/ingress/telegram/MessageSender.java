package io.moltmates.ingress.telegram;

import io.moltmates.ingress.DeliveryOutcome;
import io.moltmates.schema.Address;
import io.moltmates.schema.OutboundMessage.Button;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what is said to chats, at the pace that Telegram allows, as HTML, or as plain text where that is not taken.
///
/// A text that takes several messages goes on behind the last one that was sent when it is tried again. Thread-safe.
final class MessageSender {

    private static final Logger LOG = Logger.getLogger(MessageSender.class);
    private static final Duration A_WHILE = Duration.ofSeconds(30);
    private static final int LONGEST_CALLBACK = 64;
    private static final int LONGEST_CAPTION = 1024;
    private static final int MOST_BEGUN = 1000;

    private final BotApi api;
    private final ChatPace pace;
    private final BotStatus status;
    private final Map<String, Begun> begun = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Begun> eldest) {
            return size() > MOST_BEGUN;
        }
    };

    /// How much of a delivery was sent before it had to wait.
    private static final class Begun {
        private int sent;
        private @Nullable Long first;
        private @Nullable Long draft;
    }

    /// Where a message goes.
    ///
    /// @param replyTo the number of the message that it answers; null for none
    /// @param draft the number of the message that showed it grow, and becomes it; null for none
    record Target(
            long chat,
            @Nullable Long thread,
            @Nullable Long replyTo,
            @Nullable Long draft) {

        static Target of(Address address, @Nullable Long replyTo, @Nullable Long draft) {
            String thread = address.thread();
            return new Target(
                    Long.parseLong(address.conversation()),
                    thread == null ? null : Long.valueOf(thread),
                    replyTo,
                    draft);
        }

        Target in(long other) {
            return new Target(other, null, null, null);
        }
    }

    MessageSender(BotApi api, ChatPace pace, BotStatus status) {
        this.api = api;
        this.pace = pace;
        this.status = status;
    }

    /// Waits until something may be sent there. To be called before each message; of one in parts, before the first.
    void awaitPace(long chat) throws InterruptedException {
        Thread.sleep(pace.next(chat, chat < 0));
    }

    /// @param delivery its id, under which it goes on when it is tried again
    DeliveryOutcome text(String delivery, Target target, String markdown, List<Button> buttons)
            throws InterruptedException {
        var parts = TextSplitter.split(MarkdownText.of(markdown));
        var so = begun(delivery);
        so.draft = so.draft == null ? target.draft() : so.draft; // also when it is tried again
        boolean waited = true;
        try {
            while (so.sent < parts.size()) {
                if (!waited) {
                    awaitPace(target.chat());
                }
                waited = false;
                boolean last = so.sent == parts.size() - 1;
                long number = so.sent == 0 && so.draft != null
                        ? edited(target.chat(), so.draft, parts.getFirst())
                        : part(target, parts.get(so.sent), so.sent == 0, last ? buttons : List.of());
                so.first = so.first == null ? Long.valueOf(number) : so.first;
                so.sent++;
            }
            status.sends();
            forget(delivery);
            return new DeliveryOutcome.Delivered(so.first == null ? null : String.valueOf(so.first));
        } catch (BotFault fault) {
            if (fault.kind() == BotFault.Kind.MIGRATED
                    && fault.migratedTo() != null
                    && target.chat() != fault.migratedTo()) {
                return text(delivery, target.in(fault.migratedTo()), markdown, buttons);
            }
            return outcome(target.chat(), fault, so.sent > 0);
        }
    }

    private long part(Target target, StyledText part, boolean first, List<Button> buttons)
            throws BotFault, InterruptedException {
        var reply = target.replyTo() == null || !first ? null : new BotCalls.ReplyParameters(target.replyTo(), true);
        var call = new BotCalls.SendMessage(
                target.chat(),
                target.thread(),
                part.html(),
                "HTML",
                new BotCalls.LinkPreviewOptions(true),
                reply,
                keyboard(buttons));
        try {
            return api.sendMessage(call).messageId();
        } catch (BotFault fault) {
            if (fault.kind() != BotFault.Kind.MARKUP) {
                throw fault;
            }
            LOG.warnf("markup not taken, sending plain text: chat=%d", target.chat());
            return api.sendMessage(new BotCalls.SendMessage(
                            call.chatId(),
                            call.messageThreadId(),
                            part.text(),
                            null,
                            call.linkPreviewOptions(),
                            call.replyParameters(),
                            call.replyMarkup()))
                    .messageId();
        }
    }

    private long edited(long chat, long number, StyledText text) throws BotFault, InterruptedException {
        try {
            api.editMessageText(new BotCalls.EditMessageText(
                    chat, number, text.html(), "HTML", new BotCalls.LinkPreviewOptions(true)));
        } catch (BotFault fault) {
            if (fault.kind() != BotFault.Kind.NOT_MODIFIED) {
                throw fault;
            }
        }
        return number;
    }

    /// Puts a new text in the place of one that was sent.
    DeliveryOutcome edit(long chat, long number, String markdown) throws InterruptedException {
        try {
            var parts = TextSplitter.split(MarkdownText.of(markdown));
            if (!parts.isEmpty()) {
                edited(chat, number, parts.getFirst());
            }
            return new DeliveryOutcome.Delivered(String.valueOf(number));
        } catch (BotFault fault) {
            return outcome(chat, fault, false);
        }
    }

    DeliveryOutcome file(Target target, Path file, String name, String mediaType, String caption)
            throws InterruptedException {
        try {
            String words =
                    caption.length() <= LONGEST_CAPTION ? caption : caption.substring(0, LONGEST_CAPTION - 1) + "…";
            var sent = api.sendFile(
                    new FileUpload(target.chat(), target.thread(), target.replyTo(), file, name, mediaType, words));
            return new DeliveryOutcome.Delivered(String.valueOf(sent.messageId()));
        } catch (BotFault fault) {
            return outcome(target.chat(), fault, false);
        }
    }

    /// @param begun whether something of it was sent before
    private DeliveryOutcome outcome(long chat, BotFault fault, boolean begun) {
        String reason = String.valueOf(fault.getMessage());
        return switch (fault.kind()) {
            case FLOOD -> {
                pace.flood(chat, fault.retryAfter());
                yield new DeliveryOutcome.TryLater(fault.retryAfter(), reason, begun);
            }
            case PASSING -> {
                status.doesNotSend(reason);
                yield new DeliveryOutcome.TryLater(fault.retryAfter(), reason, begun);
            }
            case UNAUTHORIZED, CONFLICT -> {
                status.doesNotSend(reason);
                yield new DeliveryOutcome.TryLater(A_WHILE, reason, begun);
            }
            case UNKNOWN -> new DeliveryOutcome.Unknown(reason);
            case UNREACHABLE, MARKUP, NOT_MODIFIED, MIGRATED, REFUSED -> new DeliveryOutcome.Refused(reason);
        };
    }

    /// A row for each button, as people read labels best; what is too long for a button's value has none.
    private static BotCalls.@Nullable InlineKeyboardMarkup keyboard(List<Button> buttons) {
        var rows = new ArrayList<List<BotCalls.InlineKeyboardButton>>();
        for (var button : buttons) {
            if (button.value().getBytes(StandardCharsets.UTF_8).length <= LONGEST_CALLBACK
                    && !button.value().isEmpty()) {
                rows.add(List.of(new BotCalls.InlineKeyboardButton(button.label(), button.value())));
            }
        }
        return rows.isEmpty() ? null : new BotCalls.InlineKeyboardMarkup(rows);
    }

    private synchronized Begun begun(String delivery) {
        return begun.computeIfAbsent(delivery, _ -> new Begun());
    }

    private synchronized void forget(String delivery) {
        begun.remove(delivery);
    }
}
