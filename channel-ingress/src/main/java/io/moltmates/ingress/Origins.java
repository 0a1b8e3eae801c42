package io.moltmates.ingress;

import io.moltmates.schema.config.GatewayConfig;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Decides from which pages, and under which names, the gateway may be used: against pages of other sites, and against
/// DNS names that were made to point at this machine.
public final class Origins {

    private Origins() {}

    /// The host and port that were asked for: the `Host` header, or what HTTP/2 has in its place.
    public static @Nullable String host(HttpServerRequest request) {
        String header = request.getHeader("Host");
        var authority = header == null ? request.authority() : null;
        return authority == null ? header : authority.toString();
    }

    /// Whether a request with this `Host` is meant for us. Bound to loopback, only loopback's own names are, and those
    /// of the configured origins.
    public static boolean isOurHost(@Nullable String host, GatewayConfig gateway) {
        if (!gateway.isLoopback()) {
            return true;
        }
        if (host == null) {
            return false;
        }
        String name = withoutPort(host);
        return name.equals("localhost")
                || name.equals("127.0.0.1")
                || name.equals("[::1]")
                || gateway.origins().stream()
                        .anyMatch(origin -> withoutPort(authority(origin)).equals(name));
    }

    /// Whether a request with this `Origin` comes from our own page. Programs other than browsers send none.
    public static boolean isOurPage(@Nullable String origin, @Nullable String host, GatewayConfig gateway) {
        if (origin == null) {
            return true;
        }
        if (gateway.origins().stream().anyMatch(known -> withoutSlash(known).equalsIgnoreCase(origin))) {
            return true;
        }
        String authority = authority(origin);
        return host != null && !authority.isEmpty() && authority.equals(withoutDefaultPort(host, origin));
    }

    /// Host and port of an origin; empty if it is none (`null`, a file).
    private static String authority(String origin) {
        try {
            var uri = URI.create(origin);
            String authority = uri.getRawAuthority();
            return authority == null
                            || uri.getScheme() == null
                            || !uri.getScheme().startsWith("http")
                    ? ""
                    : withoutDefaultPort(authority, origin);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static String withoutDefaultPort(String authority, String origin) {
        String port = origin.startsWith("https:") ? ":443" : ":80";
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }

    private static String withoutPort(String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        return colon > lower.lastIndexOf(']') ? lower.substring(0, colon) : lower;
    }

    private static String withoutSlash(String origin) {
        return origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
    }
}
