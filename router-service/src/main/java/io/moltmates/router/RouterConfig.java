package io.moltmates.router;

import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.CommandsConfig;
import io.moltmates.schema.config.MoltmateConfig;

/// What the router needs of the configuration.
record RouterConfig(ChannelsConfig channels, CommandsConfig commands) {

    static RouterConfig of(MoltmateConfig config) {
        return new RouterConfig(config.channels(), config.commands());
    }
}
