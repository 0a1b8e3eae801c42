package io.moltmates.agent;

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

/// Tells apart whether turns are read, whether the broker is there, which model there is, and whether people's
/// directories
/// can be written.
@Singleton
class HealthChecks {

    private static final Set<String> CHANNELS = Set.of("agent-turns", "agent-commands");

    private final AgentService clients;
    private final HealthCenter channels;
    private final ServiceChecks checks;
    private final AgentModels models;
    private final StateDirectory users;

    @Inject
    HealthChecks(
            AgentService clients,
            HealthCenter channels,
            AgentModels models,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.clients = clients;
        this.channels = channels;
        checks = new ServiceChecks("agent-service", application);
        this.models = models;
        users = new StateDirectory(clients.parts().people().layout().users());
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
    HealthCheck outbound() {
        return checks.outbound(() -> Map.of("model", models.detail()));
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
