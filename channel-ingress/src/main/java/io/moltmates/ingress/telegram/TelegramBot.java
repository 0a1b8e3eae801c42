package io.moltmates.ingress.telegram;

import io.moltmates.ingress.MovedGroups;
import io.moltmates.schema.config.Secret;
import io.moltmates.schema.config.TelegramAccountConfig;
import io.moltmates.schema.config.TelegramConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One bot as it is configured, with what it is known by at Telegram. Thread-safe.
final class TelegramBot {

    /// The bot's menu: each command, by its first name. How it is shown:
    /// <https://core.telegram.org/bots/features#commands>.
    private static final List<BotCalls.BotCommand> MENU = List.of(
            new BotCalls.BotCommand("new", "Begin a new conversation"),
            new BotCalls.BotCommand("stop", "End what the assistant is doing"),
            new BotCalls.BotCommand("persona", "See or choose who you talk with"),
            new BotCalls.BotCommand("model", "See or choose the model"),
            new BotCalls.BotCommand("status", "See how things are"),
            new BotCalls.BotCommand("usage", "See what was used"),
            new BotCalls.BotCommand("limits", "See what you may use"),
            new BotCalls.BotCommand("whoami", "See who you are here"),
            new BotCalls.BotCommand("reset", "Stop at once and begin anew"),
            new BotCalls.BotCommand("compact", "Shorten the conversation"),
            new BotCalls.BotCommand("context", "See how full the model's window is"),
            new BotCalls.BotCommand("think", "See or choose how long the model thinks"),
            new BotCalls.BotCommand("verbose", "See or choose whether tools are named"),
            new BotCalls.BotCommand("queue", "See or choose what becomes of messages meanwhile"),
            new BotCalls.BotCommand("timezone", "See or choose your time zone"),
            new BotCalls.BotCommand("activation", "See or choose to what a group is answered"),
            new BotCalls.BotCommand("export", "Get what was said"),
            new BotCalls.BotCommand("forget", "Empty what was written down about you"),
            new BotCalls.BotCommand("help", "See the most important commands"),
            new BotCalls.BotCommand("commands", "See all commands"));

    private final String account;
    private final Secret token;
    private final TelegramAccountConfig settings;
    private final boolean streams;
    private final BotApi api;
    private final BotStatus status;
    private final MovedGroups moved;
    private final KnownMessages known = new KnownMessages();
    private @Nullable UpdateIntake intake;

    TelegramBot(
            String account,
            Secret token,
            TelegramAccountConfig settings,
            TelegramConfig config,
            BotStatus status,
            MovedGroups moved) {
        this(account, token, settings, config, status, BotApi.of(config.apiRoot(), token, config.proxy()), moved);
    }

    TelegramBot(
            String account,
            Secret token,
            TelegramAccountConfig settings,
            TelegramConfig config,
            BotStatus status,
            BotApi api,
            MovedGroups moved) {
        this.account = account;
        this.token = token;
        this.settings = settings;
        this.status = status;
        this.api = api;
        this.moved = moved;
        streams = config.streaming() != TelegramConfig.Streaming.OFF;
    }

    BotApi api() {
        return api;
    }

    BotStatus status() {
        return status;
    }

    KnownMessages known() {
        return known;
    }

    MovedGroups moved() {
        return moved;
    }

    /// Where Telegram sends updates; null where they are asked for.
    @Nullable
    URI webhook() {
        return settings.webhookUrl();
    }

    /// Whether the header of an update says what was agreed on with Telegram.
    boolean isSecret(@Nullable String header) {
        return header != null
                && MessageDigest.isEqual(
                        header.getBytes(StandardCharsets.UTF_8), secret().getBytes(StandardCharsets.UTF_8));
    }

    /// Tells Telegram the bot's commands. Blocks.
    void tellCommands() throws BotFault, InterruptedException {
        api.setMyCommands(MENU);
    }

    /// Finds out who the bot is, and tells Telegram how it wants its updates. Blocks.
    UpdateIntake introduce() throws BotFault, InterruptedException {
        var reader = intake();
        var webhook = settings.webhookUrl();
        if (webhook == null) {
            api.deleteWebhook(); // with one, nothing can be asked for
        } else {
            api.setWebhook(webhook, secret(), UpdateReader.KINDS);
        }
        return reader;
    }

    /// What reads this bot's updates. Blocks when it is asked for first.
    synchronized UpdateIntake intake() throws BotFault, InterruptedException {
        var made = intake;
        if (made == null) {
            var me = api.getMe();
            status.named(String.valueOf(me.username()));
            made = new UpdateIntake(new UpdateReader(account, me, streams), api, known, moved);
            intake = made;
        }
        return made;
    }

    private String secret() {
        var given = settings.webhookSecret();
        if (given != null) {
            return given.reveal();
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(
                            digest.digest(("moltmates webhook\0" + token.reveal()).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
