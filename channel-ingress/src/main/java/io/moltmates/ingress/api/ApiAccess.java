package io.moltmates.ingress.api;

import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.ingress.IngressSettings;
import io.moltmates.ingress.Tokens;
import io.moltmates.schema.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides for whom a request may speak: the operator's token for anybody, a person's own token only for them.
@Singleton
class ApiAccess {

    static final String NOBODY_NAMED = "default";

    private final Tokens tokens;
    private final Supplier<IngressSettings> settings;

    /// Who asks.
    sealed interface Caller {

        record Operator() implements Caller {}

        record Person(String name) implements Caller {}
    }

    @Inject
    ApiAccess(Tokens tokens, IngressConfiguration settings) {
        this(tokens, (Supplier<IngressSettings>) settings);
    }

    ApiAccess(Tokens tokens, Supplier<IngressSettings> settings) {
        this.tokens = tokens;
        this.settings = settings;
    }

    /// @throws ApiError.Refused if it is nobody who may ask at all
    Caller caller(@Nullable String authorization) {
        if (!settings.get().channels().api().enabled()) {
            throw new ApiError.Refused(
                    ApiError.forbidden(null, "The HTTP API is switched off (channels.api.enabled)."));
        }
        String token = Tokens.bearer(authorization);
        if (token.isEmpty()) {
            throw new ApiError.Refused(
                    ApiError.unauthorized("You didn't provide an API key. Send 'Authorization: Bearer TOKEN' with the"
                            + " operator's token, or with a person's own token."));
        }
        if (tokens.isOperator(token)) {
            return new Caller.Operator();
        }
        String name = tokens.person(token)
                .orElseThrow(() -> new ApiError.Refused(
                        ApiError.unauthorized("Incorrect API key provided. It is neither the operator's token nor a"
                                + " person's own token.")));
        if (!isStillTrusted(name)) {
            throw new ApiError.Refused(ApiError.forbidden(
                    null, "'" + name + "' is listed neither in channels.web.allowFrom nor in channels.api.allowFrom."));
        }
        return new Caller.Person(name);
    }

    /// @param named the request's `user`
    /// @throws ApiError.Refused if the caller may not speak for them
    UserId user(Caller caller, @Nullable String named) {
        String name = switch (caller) {
            case Caller.Operator _ -> named == null ? NOBODY_NAMED : named;
            case Caller.Person(var own) -> {
                if (named != null && !named.equals(own)) {
                    throw new ApiError.Refused(ApiError.forbidden(
                            "user",
                            "This token is " + own + "'s own, and speaks for no other 'user'. Leave 'user' out,"
                                    + " or use the operator's token."));
                }
                yield own;
            }
        };
        if (!settings.get().channels().api().allows(name)) {
            throw new ApiError.Refused(ApiError.forbidden(
                    "user",
                    "'" + name + "' may not use the HTTP API. The operator lists users in channels.api.allowFrom."));
        }
        return UserId.of(ApiChannel.CHANNEL, name);
    }

    /// Tokens are not stored, so taking a person off the lists is how one is revoked: being allowed because everybody
    /// is (`*`) does not count.
    private boolean isStillTrusted(String name) {
        var channels = settings.get().channels();
        return channels.web().allows(name) || channels.api().allowFrom().contains(name);
    }
}
