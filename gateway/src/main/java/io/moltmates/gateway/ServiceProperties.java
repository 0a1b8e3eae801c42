package io.moltmates.gateway;

import io.moltmates.schema.process.ProcessProperties;
import java.util.List;

/// Hands the services what they can't know by themselves, as system properties, before Quarkus reads its configuration.
final class ServiceProperties {

    /// The channels that read with a consumer group.
    static final List<String> GROUP_READERS = List.of(
            "router-ingress",
            "router-commands",
            "persona-onboarding",
            "persona-commands",
            "agent-turns",
            "agent-commands",
            "sandbox-requests");

    private ServiceProperties() {}

    static void set(GatewaySettings settings, MessageLog log) {
        if (log.embedded()) {
            ProcessProperties.brokerAlone();
            // a static member gets its partitions back at once after a crash, not after a session's timeout
            GROUP_READERS.forEach(channel -> System.setProperty(
                    "mp.messaging.incoming." + channel + ".group.instance.id", "gateway-" + channel));
        }
        ProcessProperties.kafka(log.client());
        ProcessProperties.http(settings.bind(), settings.ports().http());
        ProcessProperties.observed(settings.config());
    }
}
