package io.moltmates.ingress.telegram;

import io.moltmates.ingress.telegram.BotObjects.CallbackQuery;
import io.moltmates.ingress.telegram.BotObjects.Chat;
import io.moltmates.ingress.telegram.BotObjects.Message;
import io.moltmates.ingress.telegram.BotObjects.Update;
import io.moltmates.ingress.telegram.BotObjects.User;
import io.moltmates.schema.Address;
import io.moltmates.schema.GroupPart;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.Quote;
import io.moltmates.schema.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an update as the message that it brings, if it brings one.
///
/// What is left: messages of other bots, channel posts, commands for other bots, service messages, and every kind of
/// update that is not asked for.
final class UpdateReader {

    /// The kinds of updates that are asked for: <https://core.telegram.org/bots/api#update>.
    static final List<String> KINDS = List.of("message", "edited_message", "callback_query");

    static final String CHANNEL = "telegram";

    private static final String EDITED = "[I changed my message; it says now:] ";

    private final String account;
    private final User bot;
    private final boolean streams;

    /// @param account the bot's name in addresses
    /// @param bot as Telegram knows it
    /// @param streams whether people see answers grow
    UpdateReader(String account, User bot, boolean streams) {
        this.account = account;
        this.bot = bot;
        this.streams = streams;
    }

    /// Two ids of one group.
    record Move(UserId from, UserId to) {}

    /// What an update says of a group that has become a supergroup; the old chat is told so, and the new one.
    static Optional<Move> move(Update update) {
        var message = update.message();
        if (message == null) {
            return Optional.empty();
        }
        long chat = message.chat().id();
        if (message.migrateToChatId() != null) {
            return Optional.of(new Move(id(chat), id(message.migrateToChatId())));
        }
        return message.migrateFromChatId() == null
                ? Optional.empty()
                : Optional.of(new Move(id(message.migrateFromChatId()), id(chat)));
    }

    private static UserId id(long chat) {
        return UserId.of(CHANNEL, String.valueOf(chat));
    }

    /// A message with what has to be known of where it came from.
    ///
    /// @param source the update's own message; that of the pressed button's for a press
    record Read(InboundMessage message, Message source) {}

    Optional<Read> read(Update update) {
        if (update.callbackQuery() != null) {
            return pressed(update.callbackQuery());
        }
        var edited = update.editedMessage();
        var message = edited == null ? update.message() : edited;
        return message == null ? Optional.empty() : written(message, edited != null);
    }

    private Optional<Read> written(Message message, boolean edited) {
        var chat = message.chat();
        var sender = sender(message);
        if (sender == null || !chat.isPrivate() && !chat.isGroup() || forAnotherBot(message)) {
            return Optional.empty();
        }
        if (edited && message.words().isBlank()) {
            return Optional.empty(); // a place that moves is told anew every few seconds
        }
        String text = text(message);
        var files = MediaReader.files(message);
        if (text.isBlank() && files.isEmpty()) {
            return Optional.empty();
        }
        String place = chat.id() + "/" + message.messageId() + (edited ? "/" + message.editDate() : "");
        var user = user(chat, sender.id());
        return Optional.of(new Read(
                new InboundMessage(
                        Ids.messageId(user, account + "/" + place),
                        user,
                        address(message),
                        sender.name(),
                        edited ? EDITED + text : text,
                        files,
                        null,
                        streams,
                        Instant.ofEpochSecond(message.date()),
                        group(chat, sender, addressed(message)),
                        quote(message),
                        sender.username(),
                        List.of()),
                message));
    }

    /// A button says what its value says, as if it had been written.
    private Optional<Read> pressed(CallbackQuery query) {
        var source = query.message();
        if (source == null || query.data() == null || query.from().isBot()) {
            return Optional.empty();
        }
        var chat = source.chat();
        var user = user(chat, query.from().id());
        return Optional.of(new Read(
                new InboundMessage(
                        Ids.messageId(user, account + "/press/" + query.id()),
                        user,
                        address(source),
                        query.from().name(),
                        query.data(),
                        List.of(),
                        null,
                        streams,
                        Instant.now(),
                        group(chat, query.from(), true),
                        null,
                        query.from().username(),
                        List.of()),
                source));
    }

    private static @Nullable User sender(Message message) {
        var from = message.from();
        var inTheNameOf = message.senderChat();
        if (inTheNameOf != null) { // an administrator who writes as the group, or somebody as a channel
            return new User(inTheNameOf.id(), false, inTheNameOf.name(), null, inTheNameOf.username());
        }
        return from == null || from.isBot() ? null : from;
    }

    private static UserId user(Chat chat, long sender) {
        return UserId.of(CHANNEL, String.valueOf(chat.isPrivate() ? sender : chat.id()));
    }

    private Address address(Message message) {
        var thread = message.isTopicMessage() ? message.messageThreadId() : null;
        return new Address(
                CHANNEL, account, String.valueOf(message.chat().id()), thread == null ? null : String.valueOf(thread));
    }

    private static @Nullable GroupPart group(Chat chat, User sender, boolean addressed) {
        return chat.isPrivate()
                ? null
                : new GroupPart(UserId.of(CHANNEL, String.valueOf(sender.id())), chat.name(), addressed, false);
    }

    private String text(Message message) {
        String text = message.words();
        String name = "@" + bot.username();
        if (text.regionMatches(true, 0, name, 0, name.length())) {
            String rest = text.substring(name.length());
            text = rest.isEmpty() || !Character.isLetterOrDigit(rest.charAt(0))
                    ? rest.replaceFirst("^[\\s,:]+", "")
                    : text;
        }
        String shown = MediaReader.words(message);
        return shown.isEmpty() ? text : text.isBlank() ? shown : text + "\n" + shown;
    }

    private boolean addressed(Message message) {
        var answered = message.replyToMessage();
        if (answered != null && answered.from() != null && answered.from().id() == bot.id()) {
            return true;
        }
        return message.marks().stream().anyMatch(mark -> switch (mark.type()) {
            case "mention" -> marked(message, mark).equalsIgnoreCase("@" + bot.username());
            case "text_mention" -> mark.user() != null && mark.user().id() == bot.id();
            case "bot_command" -> mark.offset() == 0;
            default -> false;
        });
    }

    /// `/new@another_bot`
    private boolean forAnotherBot(Message message) {
        return message.marks().stream()
                .filter(mark -> mark.type().equals("bot_command") && mark.offset() == 0)
                .map(mark -> marked(message, mark).toLowerCase(Locale.ROOT))
                .anyMatch(command -> command.contains("@")
                        && !command.endsWith(
                                "@" + String.valueOf(bot.username()).toLowerCase(Locale.ROOT)));
    }

    private static String marked(Message message, BotObjects.MessageEntity mark) {
        String text = message.words();
        int start = Math.clamp(mark.offset(), 0, text.length());
        return text.substring(start, Math.clamp((long) start + mark.length(), start, text.length()));
    }

    private static @Nullable Quote quote(Message message) {
        if (message.forwardOrigin() != null) {
            return new Quote(Quote.Kind.FORWARD, message.forwardOrigin().name(), "");
        }
        var answered = message.replyToMessage();
        boolean topicsFirst = answered != null
                && message.isTopicMessage()
                && Long.valueOf(answered.messageId()).equals(message.messageThreadId());
        if (answered != null && !topicsFirst) {
            var author = sender(answered);
            String name = author != null
                    ? author.name()
                    : answered.from() == null ? "" : answered.from().name();
            String words = message.quote() != null && message.quote().text() != null
                    ? message.quote().text()
                    : (answered.words() + " " + MediaReader.words(answered)).strip();
            return new Quote(Quote.Kind.REPLY, name, words);
        }
        var elsewhere = message.externalReply();
        if (elsewhere != null && elsewhere.origin() != null) {
            String words = message.quote() == null || message.quote().text() == null
                    ? ""
                    : message.quote().text();
            return new Quote(Quote.Kind.REPLY, elsewhere.origin().name(), words);
        }
        return null;
    }
}
