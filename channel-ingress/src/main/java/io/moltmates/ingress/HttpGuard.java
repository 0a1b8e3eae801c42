package io.moltmates.ingress;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Looks at every request first: refuses those under a foreign name or from a foreign page, and puts the security
/// headers on every answer. What is measured is shown to the operator only: everybody else who reaches the chat has no
/// business with how much others use it.
@Singleton
public class HttpGuard {

    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
            + "style-src 'self'; script-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
            + "form-action 'self'";

    static final int BEFORE_ALL = 1000;

    private static final String METRICS = "/q/metrics";

    private final Supplier<IngressSettings> settings;
    private final Predicate<String> isOperator;

    @Inject
    HttpGuard(IngressConfiguration settings, Tokens tokens) {
        this(settings, tokens::isOperator);
    }

    HttpGuard(Supplier<IngressSettings> settings, Predicate<String> isOperator) {
        this.settings = settings;
        this.isOperator = isOperator;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ALL);
    }

    void check(RoutingContext context) {
        var request = context.request();
        // as routes see it: `/%77eb/sign-in` and `//web/sign-in` lead to the same place
        String path = context.normalizedPath();
        context.response()
                .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cache-Control", isPage(path) ? "no-cache" : "no-store");
        var gateway = settings.get().gateway();
        String host = Origins.host(request);
        if (isWebhook(path)) {
            context.next(); // comes under whatever name the platform was told, with a secret
        } else if (!Origins.isOurHost(host, gateway)) {
            Answers.error(
                    context,
                    421,
                    "Moltmates is not known under this name. Use http://127.0.0.1, or add the name's origin to"
                            + " gateway.origins.");
        } else if (path.startsWith("/web/") && !Origins.isOurPage(request.getHeader("Origin"), host, gateway)) {
            Answers.error(
                    context,
                    403,
                    "This page may not talk to Moltmates here. Open the chat at its own address, or add the page's"
                            + " origin to gateway.origins.");
        } else if (path.startsWith(METRICS) && !isOperator.test(Tokens.bearer(request.getHeader("Authorization")))) {
            Answers.error(
                    context, 401, "Metrics are for the operator's token, or at telemetry.metricsAddress without one.");
        } else {
            context.next();
        }
    }

    private static boolean isWebhook(String path) {
        return path.equals("/telegram") || path.startsWith("/telegram/");
    }

    /// Pages are asked for again each time and answered with "not modified"; all else is kept nowhere.
    private static boolean isPage(String path) {
        return !path.startsWith("/web/")
                && !path.startsWith("/v1/")
                && !path.startsWith("/operator/")
                && !path.startsWith("/q/");
    }
}
