package io.moltmates.sandbox;

import io.moltmates.schema.process.CheckNames;
import io.moltmates.schema.process.StateDirectory;
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

/// Tells apart whether requests are read, whether the broker is there, whether commands can run, and whether people's
/// directories can
/// be written.
@Singleton
class HealthChecks {

    private static final String SERVICE = "sandbox-service";
    private static final Set<String> CHANNELS = Set.of("sandbox-requests");

    private final SandboxClients clients;
    private final HealthCenter channels;
    private final CheckNames names;
    private final StateDirectory state;
    private final SandboxCapability commands;

    @Inject
    HealthChecks(
            SandboxClients clients,
            HealthCenter channels,
            SandboxCapability commands,
            @ConfigProperty(name = "quarkus.application.name") String application) {
        this.clients = clients;
        this.channels = channels;
        names = new CheckNames(SERVICE, application);
        this.commands = commands;
        state = new StateDirectory(clients.layout().users());
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

    /// Up in any case, since all else works without; says what is off.
    @Produces
    @Singleton
    @Readiness
    HealthCheck outbound() {
        return () -> HealthCheckResponse.named(names.of("outbound"))
                .up()
                .withData("commands", commands.detail())
                .withData("mend", commands.on() ? "nothing is wrong" : commands.howToTurnOn())
                .build();
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck state() {
        return () -> {
            var problem = state.problem();
            return HealthCheckResponse.named(names.of("state"))
                    .status(problem.isEmpty())
                    .withData("directory", problem.orElse("can be written"))
                    .build();
        };
    }
}
