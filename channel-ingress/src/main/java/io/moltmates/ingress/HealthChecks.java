package io.moltmates.ingress;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Tells apart whether messages can come in, whether the broker is there, and whether answers can go out.
@Singleton
public class HealthChecks {

    private final LogWriter writer;
    private final ConversationHub hub;
    private final AccountService accounts;

    @Inject
    HealthChecks(LogWriter writer, ConversationHub hub, AccountService accounts) {
        this.accounts = accounts;
        this.writer = writer;
        this.hub = hub;
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck inbound() {
        return check("inbound", () -> hub.isReady() && writer.isHealthy());
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck broker() {
        return check("broker", writer::isHealthy);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck outbound() {
        return () -> {
            var response = HealthCheckResponse.named("outbound").status(hub.isReady());
            accounts.states().forEach(response::withData); // a bot that can't work keeps nobody else from it
            return response.build();
        };
    }

    private static HealthCheck check(String name, BooleanSupplier up) {
        return () -> HealthCheckResponse.named(name).status(up.getAsBoolean()).build();
    }
}
