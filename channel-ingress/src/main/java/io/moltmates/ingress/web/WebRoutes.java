package io.moltmates.ingress.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.ingress.Answers;
import io.moltmates.ingress.Origins;
import io.moltmates.ingress.RateLimit;
import io.moltmates.schema.RecordCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// The web chat's plain HTTP: signing in and out, who is signed in, and uploads.
@Singleton
public class WebRoutes {

    private static final int LARGEST_SIGN_IN = 8 * 1024;
    private static final Duration SIGNED_IN = Duration.ofDays(365);

    private final WebAccess access;
    private final Uploads uploads;
    private final RateLimit attempts = new RateLimit(20, Duration.ofMinutes(1));

    @Inject
    WebRoutes(WebAccess access, Uploads uploads) {
        this.access = access;
        this.uploads = uploads;
    }

    void register(@Observes Router router) {
        router.post("/web/sign-in").handler(this::signIn);
        router.post("/web/sign-out").handler(this::signOut);
        router.get("/web/session").handler(context -> asPerson(context, person -> welcome(context, person)));
        router.put("/web/messages/:id/files/:name")
                .handler(context -> asPerson(context, person -> uploads.take(context, person.user())));
        router.route("/web/*").handler(WebRoutes::unknown);
    }

    private void signIn(RoutingContext context) {
        if (!attempts.admits(String.valueOf(context.request().remoteAddress().hostAddress()))) {
            Answers.error(context, 429, "Too many tries. Wait a minute, then try again.");
            return;
        }
        Answers.body(
                context,
                LARGEST_SIGN_IN,
                body -> signIn(context, body),
                () -> Answers.error(context, 413, "This is too long for a link or a token."));
    }

    private void signIn(RoutingContext context, Buffer body) {
        String token = WebAccess.tokenIn(tokenField(body));
        if (token.isEmpty()) {
            Answers.error(context, 400, "Send {\"token\":\"…\"} with your personal link or token.");
            return;
        }
        switch (access.visitor(token)) {
            case WebAccess.Visitor.Stranger(var reason) -> Answers.error(context, 401, reason);
            case WebAccess.Visitor.Unlisted(var reason) -> Answers.error(context, 403, reason);
            case WebAccess.Visitor.Person person -> {
                setCookie(context, token, SIGNED_IN);
                welcome(context, person);
            }
        }
    }

    private static String tokenField(Buffer body) {
        try {
            JsonNode token = RecordCodec.mapper().readTree(body.getBytes()).path("token");
            return token.isTextual() ? token.textValue() : "";
        } catch (IOException _) {
            return "";
        }
    }

    private void signOut(RoutingContext context) {
        setCookie(context, "", Duration.ZERO);
        context.response().setStatusCode(204).end();
    }

    private static void welcome(RoutingContext context, WebAccess.Visitor.Person person) {
        ObjectNode who = JsonNodeFactory.instance
                .objectNode()
                .put("user", person.user().value())
                .put("name", person.name());
        Answers.json(context, 200, who);
    }

    private void asPerson(RoutingContext context, Consumer<WebAccess.Visitor.Person> then) {
        var request = context.request();
        String token =
                WebAccess.token(request.getHeader("Cookie"), Origins.host(request), request.getHeader("Authorization"));
        switch (access.visitor(token)) {
            case WebAccess.Visitor.Stranger(var reason) -> Answers.error(context, 401, reason);
            case WebAccess.Visitor.Unlisted(var reason) -> Answers.error(context, 403, reason);
            case WebAccess.Visitor.Person person -> then.accept(person);
        }
    }

    /// Secure when the page came by TLS, which a proxy in front of us may have taken off.
    private static void setCookie(RoutingContext context, String token, Duration age) {
        var request = context.request();
        String origin = request.getHeader("Origin");
        boolean secure = request.isSSL() || origin != null && origin.startsWith("https:");
        context.response()
                .putHeader(
                        "Set-Cookie",
                        WebAccess.cookie(Origins.host(context.request())) + "=" + token
                                + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + age.toSeconds()
                                + (secure ? "; Secure" : ""));
    }

    private static void unknown(RoutingContext context) {
        if (context.normalizedPath().equals("/web/socket")) {
            context.next();
        } else {
            Answers.error(
                    context,
                    404,
                    "There is nothing here. The web chat has POST /web/sign-in, POST /web/sign-out, GET /web/session,"
                            + " PUT /web/messages/<id>/files/<name> and the socket /web/socket.");
        }
    }
}
