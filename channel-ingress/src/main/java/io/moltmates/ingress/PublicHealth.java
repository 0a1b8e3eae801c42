package io.moltmates.ingress;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonValue;
import java.util.function.Function;
import java.util.function.Predicate;

/// Tells whoever reaches the chat which checks of `/q/health` are up, as a balancer in front of it asks; why, with the
/// broker's address and the names of topics and bots, only the operator reads.
@Singleton
public class PublicHealth {

    private static final String HEALTH = "/q/health";
    private static final int UNAVAILABLE = 503;

    private final Function<String, SmallRyeHealth> reporter;
    private final Predicate<String> isOperator;

    @Inject
    PublicHealth(SmallRyeHealthReporter reporter, Tokens tokens) {
        this(path -> health(reporter, path), tokens::isOperator);
    }

    PublicHealth(Function<String, SmallRyeHealth> reporter, Predicate<String> isOperator) {
        this.reporter = reporter;
        this.isOperator = isOperator;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, HttpGuard.BEFORE_ALL - 1);
    }

    void check(RoutingContext context) {
        String path = context.normalizedPath();
        if ((path.equals(HEALTH) || path.startsWith(HEALTH + "/"))
                && !isOperator.test(Tokens.bearer(context.request().getHeader("Authorization")))) {
            context.vertx()
                    .executeBlocking(() -> reporter.apply(path))
                    .onSuccess(health -> answer(context, health))
                    .onFailure(context::fail);
        } else {
            context.next();
        }
    }

    private static SmallRyeHealth health(SmallRyeHealthReporter reporter, String path) {
        return switch (path.substring(HEALTH.length())) {
            case "/live" -> reporter.getLiveness();
            case "/ready" -> reporter.getReadiness();
            case "/started" -> reporter.getStartup();
            default -> reporter.getHealth();
        };
    }

    private static void answer(RoutingContext context, SmallRyeHealth health) {
        var checks = new JsonArray();
        for (JsonValue check : health.getPayload().getJsonArray("checks")) {
            var shown = check.asJsonObject();
            checks.add(new JsonObject().put("name", shown.getString("name")).put("status", shown.getString("status")));
        }
        context.response()
                .setStatusCode(health.isDown() ? UNAVAILABLE : 200)
                .putHeader("Content-Type", "application/json; charset=UTF-8")
                .end(new JsonObject()
                        .put("status", health.getPayload().getString("status"))
                        .put("checks", checks)
                        .encode());
    }
}
