package io.moltmates.ingress.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// An error in OpenAI's form.
///
/// @param message a sentence for whoever wrote the client
/// @param param the part of the request that is wrong
/// @param code for programs
/// @param tryAgain whether a client that repeats requests by itself should repeat this one
record ApiError(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code,
        boolean tryAgain) {

    private static final String INVALID = "invalid_request_error";

    static ApiError invalid(@Nullable String param, @Nullable String code, String message) {
        return new ApiError(400, message, INVALID, param, code, false);
    }

    static ApiError tooLarge(@Nullable String param, String message) {
        return new ApiError(413, message, INVALID, param, "request_too_large", false);
    }

    static ApiError unauthorized(String message) {
        return new ApiError(401, message, INVALID, null, "invalid_api_key", false);
    }

    static ApiError forbidden(@Nullable String param, String message) {
        return new ApiError(403, message, "permission_error", param, "not_allowed", false);
    }

    static ApiError notFound(@Nullable String param, String code, String message) {
        return new ApiError(404, message, INVALID, param, code, false);
    }

    static ApiError tooMany(String message) {
        return new ApiError(429, message, "rate_limit_error", null, "too_many_requests", true);
    }

    static ApiError unavailable(String message) {
        return new ApiError(503, message, "server_error", null, "unavailable", true);
    }

    ObjectNode json() {
        var error = JsonNodeFactory.instance
                .objectNode()
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return JsonNodeFactory.instance.objectNode().set("error", error);
    }

    /// Carries an error out of the depths of a request that is being read.
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ApiError error;

        Refused(ApiError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        ApiError error() {
            return error;
        }
    }
}
