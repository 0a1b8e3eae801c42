package io.moltmates.schema.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What files for services say besides what stands in `moltmate.json`.
///
/// @param from what the files are rendered from, for their first line
/// @param listenAll whether channel-ingress listens on all addresses of its container, on the default port, whatever
/// `gateway.bind` and `gateway.port` say
/// @param origins further origins of the web chat, besides those of `gateway.origins`
/// @param operatorToken the operator's token where `gateway.auth.token` is not set and `listenAll` needs one
/// @param kafka the brokers where `kafka.bootstrapServers` names none
/// @param replication how many brokers keep a copy where `kafka.replication` says 1, 1 to 10
public record RenderOptions(
        String from,
        boolean listenAll,
        List<String> origins,
        @Nullable Secret operatorToken,
        @Nullable String kafka,
        int replication) {

    /// Throws `InvalidSetting` for an origin that is none, and for a replication that can't be.
    public RenderOptions {
        origins = List.copyOf(origins);
        GatewayConfig.checkOrigins(origins);
        Check.range("replication", replication, 1, 10);
        if (listenAll && operatorToken == null) {
            throw new InvalidSetting("operatorToken", "is not there", "Give the token that listenAll needs.");
        }
    }

    /// Nothing but what the file says.
    public static RenderOptions of(String from) {
        return new RenderOptions(from, false, List.of(), null, null, KafkaConfig.DEFAULT.replication());
    }
}
