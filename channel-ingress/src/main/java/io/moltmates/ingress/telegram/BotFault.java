package io.moltmates.ingress.telegram;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Why a call of the Bot API came to nothing. Its text never holds the token.
final class BotFault extends IOException {

    private static final long serialVersionUID = 1;

    /// What can be done about it.
    enum Kind {
        /// Too many calls: the same one may be made again after [#retryAfter].
        FLOOD,
        /// The API or the way to it failed before it took the call, or says that it failed.
        PASSING,
        /// The connection broke, or nothing came in time, after the call was sent.
        UNKNOWN,
        /// Somebody else asks for this bot's updates.
        CONFLICT,
        /// The token is not valid, or not any more.
        UNAUTHORIZED,
        /// The person blocked the bot, the chat is gone, or the bot may not write there.
        UNREACHABLE,
        /// The markup of the text was not taken.
        MARKUP,
        /// The same text stands there already.
        NOT_MODIFIED,
        /// The group is a supergroup now, with another id.
        MIGRATED,
        /// The call is wrong.
        REFUSED
    }

    private final Kind kind;
    private final Duration retryAfter;
    private final @Nullable Long migratedTo;

    BotFault(Kind kind, String text, Duration retryAfter, @Nullable Long migratedTo) {
        super(text);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.migratedTo = migratedTo;
    }

    BotFault(Kind kind, String text) {
        this(kind, text, Duration.ofSeconds(1), null);
    }

    Kind kind() {
        return kind;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    @Nullable
    Long migratedTo() {
        return migratedTo;
    }

    /// Reads an answer that is not ok. The codes: <https://core.telegram.org/bots/api#making-requests>.
    static BotFault of(BotObjects.Answer answer, int status) {
        int code = answer.errorCode() == 0 ? status : answer.errorCode();
        String said = answer.description() == null ? "no reason given" : answer.description();
        var parameters = answer.parameters();
        Integer wait = parameters == null ? null : parameters.retryAfter();
        Long migratedTo = parameters == null ? null : parameters.migrateToChatId();
        var after = Duration.ofSeconds(wait == null ? 1 : Math.max(1, wait));
        return new BotFault(
                migratedTo != null ? Kind.MIGRATED : kind(code, said.toLowerCase(Locale.ROOT)),
                "Telegram says: " + said + " (" + code + ")",
                after,
                migratedTo);
    }

    private static Kind kind(int code, String said) {
        return switch (code) {
            case 429 -> Kind.FLOOD;
            case 401, 404 -> Kind.UNAUTHORIZED;
            case 409 -> Kind.CONFLICT;
            case 403 -> Kind.UNREACHABLE;
            case 400 -> {
                if (said.contains("can't parse entities") || said.contains("unsupported start tag")) {
                    yield Kind.MARKUP;
                }
                if (said.contains("message is not modified")) {
                    yield Kind.NOT_MODIFIED;
                }
                yield said.contains("chat not found") || said.contains("user is deactivated")
                        ? Kind.UNREACHABLE
                        : Kind.REFUSED;
            }
            default -> code >= 500 ? Kind.PASSING : Kind.REFUSED;
        };
    }
}
