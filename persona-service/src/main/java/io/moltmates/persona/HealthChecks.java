package io.moltmates.persona;

import io.moltmates.schema.process.ServiceChecks;
import io.moltmates.schema.process.StateDirectory;
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

/// Tells apart whether messages are read, whether the broker is there, and whether people's directories can be written.
@Singleton
class HealthChecks {

    private static final Set<String> CHANNELS = Set.of("persona-onboarding", "persona-commands");

    private final PersonaClients clients;
    private final HealthCenter channels;
    private final ServiceChecks checks;
    private final StateDirectory users;

    @Inject
    HealthChecks(
            PersonaClients clients,
            HealthCenter channels,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.clients = clients;
        this.channels = channels;
        checks = new ServiceChecks("persona-service", application);
        users = new StateDirectory(clients.layout().users());
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

    @Produces
    @Singleton
    @Readiness
    HealthCheck state() {
        return checks.state(users);
    }

    private List<String> unread() {
        return channels.getReadiness().getChannels().stream()
                .filter(channel -> CHANNELS.contains(channel.getChannel()) && !channel.isOk())
                .map(HealthReport.ChannelInfo::getChannel)
                .toList();
    }
}
