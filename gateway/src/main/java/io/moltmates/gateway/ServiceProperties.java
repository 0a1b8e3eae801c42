package io.moltmates.gateway;

import io.moltmates.schema.config.LoggingConfig;
import io.moltmates.schema.config.PropertyText;
import io.moltmates.schema.telemetry.Telemetry;
import java.util.List;

/// Hands the services what they can't know by themselves, as system properties, before Quarkus reads its configuration.
final class ServiceProperties {

    /// The channels that read with a consumer group.
    static final List<String> GROUP_READERS = List.of(
            "router-ingress",
            "persona-onboarding",
            "persona-commands",
            "agent-turns",
            "agent-commands",
            "sandbox-requests");

    private ServiceProperties() {}

    static void set(GatewaySettings settings, MessageLog log) {
        if (log.embedded()) {
            // a static member gets its partitions back at once after a crash, not after a session's timeout
            GROUP_READERS.forEach(channel -> System.setProperty(
                    "mp.messaging.incoming." + channel + ".group.instance.id", "gateway-" + channel));
        }
        log.client().forEach((key, value) -> System.setProperty("kafka." + key, PropertyText.literal(value)));
        System.setProperty("quarkus.http.port", String.valueOf(settings.ports().http()));
        System.setProperty("quarkus.http.host", settings.bind());
        System.setProperty("moltmate.state-dir", settings.layout().root().toString());
        Telemetry.configure(settings.config().telemetry());
        System.setProperty(
                "quarkus.log.console.json.enabled",
                String.valueOf(settings.config().logging().format() == LoggingConfig.Format.JSON));
        var level = settings.config().logging().level();
        if (level != LoggingConfig.Level.INFO) {
            System.setProperty("quarkus.log.level", level.name());
            System.setProperty("quarkus.log.min-level", level.name());
        }
    }
}
