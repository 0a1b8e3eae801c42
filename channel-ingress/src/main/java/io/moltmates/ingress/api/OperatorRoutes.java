package io.moltmates.ingress.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.ingress.Answers;
import io.moltmates.ingress.Commands;
import io.moltmates.ingress.ConversationHub;
import io.moltmates.ingress.RateLimit;
import io.moltmates.ingress.Tokens;
import io.moltmates.schema.Capability;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.Ids;
import io.moltmates.schema.RecordCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// The operator's endpoint, which the command line uses: asks and changes what services own, over the topics.
@Singleton
public class OperatorRoutes {

    private static final Logger LOG = Logger.getLogger(OperatorRoutes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LARGEST_BODY = 256 << 10;

    private final Tokens tokens;
    private final Commands commands;
    private final ConversationHub hub;
    private final Instance<Capability> capabilities;
    private final RateLimit wrongTokens = new RateLimit(20, Duration.ofMinutes(1));

    @Inject
    OperatorRoutes(Tokens tokens, Commands commands, ConversationHub hub, @Any Instance<Capability> capabilities) {
        this.tokens = tokens;
        this.commands = commands;
        this.hub = hub;
        this.capabilities = capabilities;
    }

    void register(@Observes Router router) {
        router.route("/operator/*").handler(this::authorize);
        router.post("/operator/commands")
                .handler(context -> Answers.body(
                        context,
                        LARGEST_BODY,
                        body -> command(context, body),
                        () -> Answers.error(context, 413, "The command is too long.")));
        router.get("/operator/status").blockingHandler(this::status); // asking for an engine may take a while
        router.route("/operator/*")
                .handler(context -> Answers.error(
                        context,
                        404,
                        "There is nothing here. There are POST /operator/commands and GET /operator/status."));
    }

    private void authorize(RoutingContext context) {
        String token = Tokens.bearer(context.request().getHeader("Authorization"));
        if (!token.isEmpty() && tokens.isOperator(token)) {
            context.next();
        } else if (wrongTokens.admits(
                String.valueOf(context.request().remoteAddress().hostAddress()))) {
            Answers.error(context, 401, "Send 'Authorization: Bearer TOKEN' with the operator's token.");
        } else {
            Answers.error(context, 429, "Too many wrong tokens. Wait a minute, then try again.");
        }
    }

    private void command(RoutingContext context, Buffer body) {
        if (!hub.isReady()) {
            Answers.error(context, 503, "Moltmates is starting. Try again in a moment.");
            return;
        }
        CommandRequest request;
        try {
            request = read(body);
        } catch (IOException | IllegalArgumentException e) {
            Answers.error(context, 400, "This is no command: " + firstLine(e));
            return;
        }
        var loop = context.vertx().getOrCreateContext();
        var _ = commands.ask(request, PATIENCE)
                .whenComplete((result, failure) -> loop.runOnContext(_ -> {
                    if (failure == null) {
                        Answers.bytes(context, 200, RecordCodec.write(result));
                    } else if (failure instanceof TimeoutException) {
                        Answers.error(
                                context,
                                504,
                                "Nobody answered within " + PATIENCE.toSeconds() + " seconds. Is the "
                                        + request.owner().name().toLowerCase(Locale.ROOT) + " service running?");
                    } else {
                        LOG.errorf(failure, "command not asked: command=%s", request.id());
                        Answers.error(context, 503, "The command could not be passed on. Is the broker running?");
                    }
                }));
    }

    private static CommandRequest read(Buffer body) throws IOException {
        if (!(RecordCodec.mapper().readTree(body.getBytes()) instanceof ObjectNode command)) {
            throw new IllegalArgumentException("a command is a JSON object with a 'type'");
        }
        command.put("id", "c" + Ids.random(26));
        if (!command.has("user")) {
            command.put("user", CommandRequest.EVERYBODY.value());
        }
        return RecordCodec.mapper().treeToValue(command, CommandRequest.class);
    }

    private static String firstLine(Exception failure) {
        String message = failure instanceof JsonProcessingException json
                ? json.getOriginalMessage()
                : String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse("it can't be read");
    }

    /// What is on and what is off in this process, and why.
    private void status(RoutingContext context) {
        var list = JsonNodeFactory.instance.arrayNode();
        capabilities.stream()
                .forEach(capability -> list.addObject()
                        .put("name", capability.name())
                        .put("on", capability.on())
                        .put("detail", capability.detail())
                        .put("howToTurnOn", capability.howToTurnOn()));
        Answers.json(context, 200, list);
    }
}
