package io.moltmates.router;

import io.moltmates.schema.process.CheckNames;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Tells apart whether messages are read, and whether the broker is there.
@Singleton
class HealthChecks {

    private static final String SERVICE = "router-service";
    private static final Set<String> CHANNELS = Set.of("router-ingress");

    private final RouterClients clients;
    private final HealthCenter channels;
    private final CheckNames names;

    @Inject
    HealthChecks(
            RouterClients clients,
            HealthCenter channels,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.clients = clients;
        this.channels = channels;
        names = new CheckNames(SERVICE, application);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck inbound() {
        return () -> {
            var missing = channels.getReadiness().getChannels().stream()
                    .filter(channel -> CHANNELS.contains(channel.getChannel()) && !channel.isOk())
                    .map(HealthReport.ChannelInfo::getChannel)
                    .toList();
            return HealthCheckResponse.named(names.of("inbound"))
                    .status(missing.isEmpty())
                    .withData("channels", missing.isEmpty() ? "all are read" : "not read: " + missing)
                    .build();
        };
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck broker() {
        return () -> HealthCheckResponse.named(names.of("broker"))
                .status(clients.isConnected())
                .build();
    }
}
