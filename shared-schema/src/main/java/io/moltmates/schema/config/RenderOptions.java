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
public record RenderOptions(
        String from,
        boolean listenAll,
        List<String> origins,
        @Nullable Secret operatorToken,
        @Nullable String kafka) {

    /// Throws `InvalidSetting` for an origin that is none.
    public RenderOptions {
        origins = List.copyOf(origins);
        GatewayConfig.checkOrigins(origins);
        if (listenAll && operatorToken == null) {
            throw new InvalidSetting("operatorToken", "is not there", "Give the token that listenAll needs.");
        }
    }

    /// Nothing but what the file says.
    public static RenderOptions of(String from) {
        return new RenderOptions(from, false, List.of(), null, null);
    }
}
