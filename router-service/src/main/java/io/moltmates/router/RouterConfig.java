package io.moltmates.router;

import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.CommandsConfig;
import io.moltmates.schema.config.MoltmateConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the router needs of the configuration.
///
/// @param people whom each address belongs to that the operator linked, the people themselves among them; null while
/// that can't be read
record RouterConfig(
        ChannelsConfig channels,
        CommandsConfig commands,
        @Nullable Map<UserId, UserId> people) {

    private static final String LINKS = "identityLinks";

    RouterConfig(ChannelsConfig channels, CommandsConfig commands) {
        this(channels, commands, Map.of());
    }

    static RouterConfig of(MoltmateConfig config) {
        return new RouterConfig(
                config.channels(),
                config.commands(),
                config.disabledSections().containsKey(LINKS)
                        ? null
                        : config.identityLinks().people());
    }

    /// Whether the operator says that this address is one of a person's.
    boolean names(UserId address) {
        return people != null && people.containsKey(address);
    }
}
