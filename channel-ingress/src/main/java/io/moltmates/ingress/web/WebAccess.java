package io.moltmates.ingress.web;

import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.ingress.IngressSettings;
import io.moltmates.ingress.Tokens;
import io.moltmates.schema.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides who may use the web chat: whose token is genuine, and who is on the allowlist at this moment.
@Singleton
class WebAccess {

    private static final String COOKIE = "moltmates_person";

    private final Tokens tokens;
    private final Supplier<IngressSettings> settings;

    /// Who asks, or why not.
    sealed interface Visitor {

        record Person(String name) implements Visitor {

            UserId user() {
                return UserId.of("web", name);
            }
        }

        /// No token, or one that is not ours.
        record Stranger(String reason) implements Visitor {}

        /// A genuine token of somebody who may not, or may no longer, sign in.
        record Unlisted(String reason) implements Visitor {}
    }

    @Inject
    WebAccess(Tokens tokens, IngressConfiguration settings) {
        this(tokens, (Supplier<IngressSettings>) settings);
    }

    WebAccess(Tokens tokens, Supplier<IngressSettings> settings) {
        this.tokens = tokens;
        this.settings = settings;
    }

    /// @param token the token itself; empty when there is none
    Visitor visitor(String token) {
        if (token.isEmpty()) {
            return new Visitor.Stranger("Sign in first: open your personal link.");
        }
        var name = tokens.person(token);
        if (name.isEmpty()) {
            return new Visitor.Stranger("This link or token is not valid here. Ask for a new one:"
                    + " ./moltmate users link NAME prints it.");
        }
        if (!settings.get().channels().web().enabled()) {
            return new Visitor.Unlisted("The web chat is switched off (channels.web.enabled).");
        }
        return isListed(name.get())
                ? new Visitor.Person(name.get())
                : new Visitor.Unlisted("'" + name.get() + "' may not sign in here. The operator lists people in"
                        + " channels.web.allowFrom.");
    }

    boolean isListed(String name) {
        return settings.get().channels().web().allows(name);
    }

    /// The cookie's name for the `Host` that a browser asked: cookies know no ports, and two gateways on one machine
    /// differ by nothing else.
    static String cookie(@Nullable String host) {
        String asked = host == null ? "" : host;
        int port = asked.lastIndexOf(':');
        return port < 0 || asked.endsWith("]")
                ? COOKIE
                : COOKIE + "_" + asked.substring(port + 1).replaceAll("\\D", "");
    }

    /// The token of the cookie, else of the `Authorization` header; empty if there is neither.
    static String token(@Nullable String cookieHeader, @Nullable String host, @Nullable String authorization) {
        if (cookieHeader != null) {
            String name = cookie(host) + "=";
            for (String cookie : cookieHeader.split(";", -1)) {
                String trimmed = cookie.strip();
                if (trimmed.startsWith(name)) {
                    return trimmed.substring(name.length());
                }
            }
        }
        return Tokens.bearer(authorization);
    }

    /// Takes the token out of a whole link; anything else is the token itself.
    static String tokenIn(String text) {
        String trimmed = text.strip();
        int at = trimmed.indexOf("token=");
        if (at < 0) {
            return trimmed;
        }
        String rest = trimmed.substring(at + "token=".length());
        int end = rest.indexOf('&');
        return end < 0 ? rest : rest.substring(0, end);
    }
}
