package io.moltmates.sandbox;

import io.moltmates.schema.process.ServiceChecks;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.health.HealthReport.ChannelInfo;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/// Tells apart whether requests are read, whether the broker is there, whether commands can run, and whether people's
/// directories can be written.
@Singleton
class HealthChecks {

    private static final Set<String> CHANNELS = Set.of("sandbox-requests");

    private final ServiceChecks checks;

    @Inject
    HealthChecks(@ConfigProperty(name = "quarkus.application.name") String application) {
        checks = new ServiceChecks("sandbox-service", application);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck inbound(HealthCenter center) {
        return checks.inbound(
                CHANNELS, () -> center.getReadiness().getChannels(), ChannelInfo::getChannel, ChannelInfo::isOk);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck broker(SandboxClients clients, @Identifier("default-kafka-broker") Map<String, Object> connection) {
        return checks.broker(clients::isConnected, connection);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck outbound(SandboxCapability commands) {
        return checks.outbound(() -> Map.of(
                "commands", commands.detail(), "mend", commands.on() ? "nothing is wrong" : commands.howToTurnOn()));
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck state(SandboxClients clients) {
        return checks.state(clients.layout().users());
    }
}
