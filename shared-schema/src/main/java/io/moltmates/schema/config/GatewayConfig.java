package io.moltmates.schema.config;

import java.util.List;

/// Where the program listens, and who may operate it.
///
/// @param port the port of the web chat, the HTTP API and the command line's endpoint
/// @param bind the address to listen on; any other than loopback needs `auth.token`
/// @param auth how the operator proves who they are
/// @param origins further origins, such as a reverse proxy's, whose pages may open the web socket
public record GatewayConfig(int port, String bind, AuthConfig auth, List<String> origins) {

    public static final GatewayConfig DEFAULT = new GatewayConfig(18789, "127.0.0.1", AuthConfig.DEFAULT, List.of());

    public GatewayConfig {
        Check.range("port", port, 1, 65535);
        Check.filled("bind", bind, "Give an address such as 127.0.0.1.");
        origins = List.copyOf(origins);
        checkOrigins(origins);
        if (!isLoopback(bind) && auth.token() == null) {
            throw InvalidSetting.fatal(
                    "bind",
                    "lets others reach the gateway, and gateway.auth.token is not set",
                    "Set gateway.auth.token, or bind to 127.0.0.1.");
        }
    }

    static void checkOrigins(List<String> origins) {
        Check.each(
                "origins",
                origins,
                origin -> origin.matches("https?://[^/\\s?#@]+"),
                "is not an origin",
                "Write scheme and host without a path, such as https://chat.example.org.");
    }

    public boolean isLoopback() {
        return isLoopback(bind);
    }

    private static boolean isLoopback(String address) {
        return address.equals("localhost")
                || address.equals("::1")
                || address.equals("[::1]")
                || address.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
