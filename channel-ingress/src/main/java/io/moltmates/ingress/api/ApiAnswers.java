package io.moltmates.ingress.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.ingress.Answers;
import io.moltmates.schema.telemetry.Meters;
import io.vertx.ext.web.RoutingContext;

/// Writes answers of the HTTP API that are not streams.
final class ApiAnswers {

    private ApiAnswers() {}

    static void json(RoutingContext context, int status, JsonNode body) {
        Answers.json(context, status, body);
    }

    /// Tells clients that repeat requests by themselves whether to.
    static void error(RoutingContext context, ApiError error) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        Meters.count("moltmates.refusals", "service", "channel-ingress", "reason", "http_" + error.status());
        response.putHeader("x-should-retry", String.valueOf(error.tryAgain()));
        if (error.tryAgain()) {
            response.putHeader("Retry-After", "1");
        }
        if (error.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        Answers.json(context, error.status(), error.json());
    }
}
