package io.moltmates.schema.config;

import java.util.List;

/// The ways in which people reach their assistant.
///
/// @param web the web chat on the gateway's port
/// @param api the HTTP API in OpenAI's form on the gateway's port
public record ChannelsConfig(WebChannelConfig web, ApiChannelConfig api) {

    public static final ChannelsConfig DEFAULT = new ChannelsConfig(WebChannelConfig.DEFAULT, ApiChannelConfig.DEFAULT);

    /// Platforms that have a name here already, and no adapter yet.
    public static final List<String> LATER = List.of(
            "telegram",
            "whatsapp",
            "discord",
            "slack",
            "signal",
            "googlechat",
            "msteams",
            "mattermost",
            "matrix",
            "imessage");
}
