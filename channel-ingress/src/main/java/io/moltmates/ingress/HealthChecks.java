package io.moltmates.ingress;

import io.moltmates.schema.process.ServiceChecks;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Tells apart whether messages can come in, whether the broker is there, and whether answers can go out.
@Singleton
public class HealthChecks {

    /// Named plainly in the gateway too, where people and probes come in here.
    private static final String SERVICE = "channel-ingress";

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
    HealthCheck broker(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        return new ServiceChecks(SERVICE, SERVICE).broker(writer::isHealthy, connection);
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
