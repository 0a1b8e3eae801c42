package io.moltmates.schema.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One of several Telegram bots.
///
/// @param enabled whether the bot works
/// @param botToken as @BotFather gave it
/// @param tokenFile a file that holds the token, instead of `botToken`
/// @param webhookUrl where Telegram sends this bot's updates; without it, they are asked for
/// @param webhookSecret what Telegram says with each of them; without it, one is derived from the bot's token
public record TelegramAccountConfig(
        boolean enabled,
        @Nullable Secret botToken,
        @Nullable Path tokenFile,
        @Nullable URI webhookUrl,
        @Nullable Secret webhookSecret) {

    public static final TelegramAccountConfig DEFAULT = new TelegramAccountConfig(true, null, null, null, null);
    public static final TelegramAccountConfig OFF = new TelegramAccountConfig(false, null, null, null, null);

    public TelegramAccountConfig {
        TelegramConfig.check(botToken, tokenFile, webhookUrl, webhookSecret);
    }
}
