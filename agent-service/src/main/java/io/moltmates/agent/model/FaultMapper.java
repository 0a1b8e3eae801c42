package io.moltmates.agent.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells from what a provider answered (a status, an error object, a page of a proxy) which fault it is.
final class FaultMapper {

    private FaultMapper() {}

    /// An answer with a status other than 200.
    static ModelFault ofStatus(int status, String body, @Nullable Duration retryAfter) {
        var words = body.toLowerCase(Locale.ROOT);
        if (outOfCredit(words) || status == 402) {
            return new ModelFault.OutOfCredit();
        }
        return switch (status) {
            case 401, 403 -> new ModelFault.Unauthorized();
            case 404 -> new ModelFault.NoSuchModel();
            case 413 -> new ModelFault.ContextTooLong();
            case 429 -> new ModelFault.RateLimited(retryAfter);
            case 408, 409, 425 -> new ModelFault.Overloaded(retryAfter);
            default -> {
                if (status >= 500) {
                    yield new ModelFault.Overloaded(retryAfter);
                }
                yield contextTooLong(words) ? new ModelFault.ContextTooLong() : new ModelFault.BadRequest();
            }
        };
    }

    /// An error object inside a stream that began well.
    static ModelFault ofStreamError(String data) {
        var error = errorOf(Json.parse(data));
        int status = error.path("code").asInt(error.path("status").asInt(0));
        if (status >= 400 && status < 600) {
            return ofStatus(status, data, null);
        }
        var words = data.toLowerCase(Locale.ROOT);
        var type = (error.path("type").asText("") + " " + error.path("code").asText("")).toLowerCase(Locale.ROOT);
        if (outOfCredit(words)) {
            return new ModelFault.OutOfCredit();
        }
        if (type.contains("overloaded") || type.contains("unavailable")) {
            return new ModelFault.Overloaded(null);
        }
        if (type.contains("rate_limit")) {
            return new ModelFault.RateLimited(null);
        }
        if (type.contains("authentication") || type.contains("permission") || type.contains("invalid_api_key")) {
            return new ModelFault.Unauthorized();
        }
        if (contextTooLong(words)) {
            return new ModelFault.ContextTooLong();
        }
        if (type.contains("not_found")) {
            return new ModelFault.NoSuchModel();
        }
        return type.contains("invalid_request") ? new ModelFault.BadRequest() : new ModelFault.ProviderError();
    }

    /// Whether the event is, or carries, an error object.
    static boolean holdsError(String data) {
        var error = errorOf(Json.parse(data));
        return error.isObject() ? !error.isEmpty() : !error.asText("").isEmpty();
    }

    private static JsonNode errorOf(JsonNode root) {
        return root.hasNonNull("error")
                ? root.path("error")
                : root.path("choices").path(0).path("error");
    }

    private static boolean outOfCredit(String words) {
        return Stream.of(
                        "insufficient_quota", "credit balance is too low", "insufficient credits", "billing_hard_limit")
                .anyMatch(words::contains);
    }

    private static boolean contextTooLong(String words) {
        return Stream.of(
                        "context_length_exceeded",
                        "maximum context length",
                        "prompt is too long",
                        "context window",
                        "context size",
                        "reduce the length",
                        "too many tokens")
                .anyMatch(words::contains);
    }
}
