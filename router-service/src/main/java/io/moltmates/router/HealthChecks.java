package io.moltmates.router;

import io.moltmates.schema.process.ServiceChecks;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.health.HealthReport;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/// Tells apart whether messages are read, and whether the broker is there.
@Singleton
class HealthChecks {

    private static final Set<String> CHANNELS = Set.of("router-ingress");

    private final RouterClients clients;
    private final HealthCenter channels;
    private final ServiceChecks checks;

    @Inject
    HealthChecks(
            RouterClients clients,
            HealthCenter channels,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.clients = clients;
        this.channels = channels;
        checks = new ServiceChecks("router-service", application);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck inbound() {
        return checks.inbound(this::unread);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck broker(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        return checks.broker(clients::isConnected, connection);
    }

    private List<String> unread() {
        return channels.getReadiness().getChannels().stream()
                .filter(channel -> CHANNELS.contains(channel.getChannel()) && !channel.isOk())
                .map(HealthReport.ChannelInfo::getChannel)
                .toList();
    }
}
