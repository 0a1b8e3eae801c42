package io.moltmates.schema.config;

import java.net.URI;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How to reach one model provider.
///
/// @param name the name it has in `providers`
/// @param apiKey the provider's key; without it, the provider's usual environment variable counts
/// @param baseUrl where the provider is; only needed for a name that is not a known provider's
/// @param dialect the protocol it speaks; `openai` for names that are not known
/// @param timeouts when a silent or endless answer is cut
/// @param fromEnvironment whether the operator did not name it, and it is there for its key in the environment only
public record ProviderConfig(
        @NotAKey String name,
        @Nullable Secret apiKey,
        @Nullable URI baseUrl,
        @Nullable Dialect dialect,
        TimeoutsConfig timeouts,
        @WhenRendered boolean fromEnvironment) {

    public static final ProviderConfig DEFAULT = known("openai");

    public ProviderConfig {
        if (baseUrl == null && KnownProvider.named(name) == null) {
            throw new InvalidSetting("", "is no known provider, and has no baseUrl", suggestion(name));
        }
        if (baseUrl != null) {
            checkUrl(baseUrl);
        }
    }

    /// A provider that the operator named.
    public ProviderConfig(
            String name,
            @Nullable Secret apiKey,
            @Nullable URI baseUrl,
            @Nullable Dialect dialect,
            TimeoutsConfig timeouts) {
        this(name, apiKey, baseUrl, dialect, timeouts, false);
    }

    /// The settings of a known provider about which the operator has said nothing.
    public static ProviderConfig known(String name) {
        return new ProviderConfig(name, null, null, null, TimeoutsConfig.DEFAULT);
    }

    /// Where to call: `baseUrl`, or the known provider's own address.
    public URI endpoint() {
        return baseUrl != null
                ? baseUrl
                : Objects.requireNonNull(KnownProvider.named(name)).baseUrl();
    }

    /// The protocol to speak: `dialect`, or the known provider's own.
    public Dialect speaks() {
        if (dialect != null) {
            return dialect;
        }
        var known = KnownProvider.named(name);
        return known == null ? Dialect.OPENAI : known.dialect();
    }

    private static String suggestion(String name) {
        var known = new TreeSet<>(KnownProvider.all().keySet());
        return Nearest.to(name, known)
                .map(nearest -> "Did you mean " + nearest + "? Otherwise add baseUrl.")
                .orElse("Add baseUrl, or use one of " + String.join(", ", known) + ".");
    }

    private static void checkUrl(URI url) {
        String scheme = String.valueOf(url.getScheme());
        if (!scheme.equals("http") && !scheme.equals("https") || url.getHost() == null) {
            throw new InvalidSetting(
                    "baseUrl", "is not an http or https address", "Write it like https://api.example.org/v1.");
        }
        if (url.getUserInfo() != null) {
            throw new InvalidSetting("baseUrl", "holds a user or a password", "Put the key into apiKey.");
        }
    }
}
