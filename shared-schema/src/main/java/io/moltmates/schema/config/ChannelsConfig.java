package io.moltmates.schema.config;

import java.util.List;
import java.util.Optional;

/// The ways in which people reach their assistant.
///
/// @param web the web chat on the gateway's port
/// @param api the HTTP API in OpenAI's form on the gateway's port
/// @param telegram bots on Telegram
public record ChannelsConfig(WebChannelConfig web, ApiChannelConfig api, TelegramConfig telegram) {

    public static final ChannelsConfig DEFAULT =
            new ChannelsConfig(WebChannelConfig.DEFAULT, ApiChannelConfig.DEFAULT, TelegramConfig.DEFAULT);

    /// Platforms that have a name here already, and no adapter yet.
    public static final List<String> LATER = List.of(
            "whatsapp", "discord", "slack", "signal", "googlechat", "msteams", "mattermost", "matrix", "imessage");

    /// The chat platform of this name; nothing for the web chat, the HTTP API, and what is not there.
    public Optional<PlatformConfig> platform(String channel) {
        return channel.equals("telegram") ? Optional.of(telegram) : Optional.empty();
    }
}
