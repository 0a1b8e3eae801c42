package io.moltmates.persona;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.CommandsConfig;
import io.moltmates.schema.config.GroupsConfig;
import io.moltmates.schema.config.MoltmateConfig;
import org.jspecify.annotations.Nullable;

/// What persona-service needs of the configuration.
///
/// @param channels whose people and groups may have a persona without being asked
/// @param commands who is an operator
record PersonaConfig(ChannelsConfig channels, CommandsConfig commands) {

    static PersonaConfig of(MoltmateConfig config) {
        return new PersonaConfig(config.channels(), config.commands());
    }

    /// The persona of who is not asked: who comes by the HTTP API, and groups; null for everybody else.
    @Nullable
    String unasked(InboundMessage message) {
        String channel = message.address().channel();
        if (message.group() != null) {
            return channels.platform(channel)
                    .map(platform -> platform.groups().persona())
                    .orElse(GroupsConfig.DEFAULT.persona());
        }
        return channel.equals("api") ? channels.api().persona() : null;
    }
}
