package io.moltmates.ingress;

import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.GatewayConfig;
import io.moltmates.schema.config.MessagesConfig;
import io.moltmates.schema.config.MoltmateConfig;

/// The sections of the configuration that this service sees.
public record IngressSettings(GatewayConfig gateway, ChannelsConfig channels, MessagesConfig messages) {

    public static IngressSettings of(MoltmateConfig config) {
        return new IngressSettings(config.gateway(), config.channels(), config.messages());
    }
}
