package io.moltmates.ingress.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// The paths of the HTTP API in OpenAI's form.
@Singleton
public class ApiRoutes {

    private static final Duration TICK = Duration.ofSeconds(5);

    private final ChatCompletions completions;
    private final ApiAccess access;
    private final ApiChannel channel;
    private final long created = Instant.now().getEpochSecond();

    @Inject
    ApiRoutes(ChatCompletions completions, ApiAccess access, ApiChannel channel) {
        this.completions = completions;
        this.access = access;
        this.channel = channel;
    }

    void register(@Observes Router router, Vertx vertx) {
        paths(router);
        var _ = vertx.setPeriodic(TICK.toMillis(), _ -> channel.tick());
    }

    void paths(Router router) {
        router.post("/v1/chat/completions").handler(completions::handle);
        router.get("/v1/models").handler(context -> authorized(context, this::models));
        router.get("/v1/models/:id").handler(context -> authorized(context, this::model));
        router.route("/v1/*").handler(ApiRoutes::unknown);
    }

    private void authorized(RoutingContext context, Consumer<RoutingContext> then) {
        try {
            var _ = access.caller(context.request().getHeader("Authorization"));
            then.accept(context);
        } catch (ApiError.Refused refused) {
            ApiAnswers.error(context, refused.error());
        }
    }

    private void models(RoutingContext context) {
        var list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.putArray("data").add(model());
        ApiAnswers.json(context, 200, list);
    }

    private void model(RoutingContext context) {
        String id = context.pathParam("id");
        if (!id.equals(ChatRequest.MODEL)) {
            throw new ApiError.Refused(ApiError.notFound(
                    "model",
                    "model_not_found",
                    "There is no model '" + id + "' here. There is one, '" + ChatRequest.MODEL
                            + "': the operator chooses what is behind it."));
        }
        ApiAnswers.json(context, 200, model());
    }

    private ObjectNode model() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", ChatRequest.MODEL)
                .put("object", "model")
                .put("created", created)
                .put("owned_by", ChatRequest.MODEL);
    }

    private static void unknown(RoutingContext context) {
        var request = context.request();
        ApiAnswers.error(
                context,
                ApiError.notFound(
                        null,
                        "unknown_url",
                        "Unknown request URL: " + request.method() + " " + request.path()
                                + ". There are POST /v1/chat/completions and GET /v1/models."));
    }
}
