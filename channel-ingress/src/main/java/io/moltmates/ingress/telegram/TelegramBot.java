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

    /// The bot's menu. What each does: <https://core.telegram.org/bots/features#commands>.
    private static final List<BotCalls.BotCommand> MENU = List.of(
            new BotCalls.BotCommand("new", "Begin a new conversation"),
            new BotCalls.BotCommand("stop", "End what the assistant is doing"),
            new BotCalls.BotCommand("persona", "See or choose who you talk with"),
            new BotCalls.BotCommand("model", "See or choose the model"),
            new BotCalls.BotCommand("status", "See how things are"),
            new BotCalls.BotCommand("whoami", "See who you are here"),
            new BotCalls.BotCommand("reset", "Stop at once and begin anew"),
            new BotCalls.BotCommand("help", "See all commands"));

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

    /// Finds out who the bot is, and tells Telegram its commands and how it wants its updates. Blocks.
    UpdateIntake introduce() throws BotFault, InterruptedException {
        var reader = intake();
        api.setMyCommands(MENU);
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
