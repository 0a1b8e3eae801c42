package io.moltmates.schema.process;

import io.moltmates.schema.config.LoggingConfig;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.PropertyText;
import io.moltmates.schema.telemetry.Telemetry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Hands the services of this process what they can't know by themselves, as system properties, to be called before
/// Quarkus reads its configuration. What the command line sets (`-Dkafka.…`, `-Dquarkus.http.port=…`) wins.
public final class ProcessProperties {

    private static final String KAFKA = "kafka.";
    private static final String KAFKA_VARIABLE = "KAFKA_";
    private static final String BROKER_ALONE = "moltmates.broker.alone";

    private ProcessProperties() {}

    /// How Kafka's clients connect, under Kafka's own names, where neither the configuration nor the program says it.
    public static void kafka(Map<String, String> client) {
        client.forEach((key, value) -> setIfAbsent(KAFKA + key, PropertyText.literal(value)));
    }

    /// The broker is the program's own, and has no other beside it.
    public static void brokerAlone() {
        setIfAbsent(BROKER_ALONE, "true");
    }

    static boolean isBrokerAlone() {
        return Boolean.getBoolean(BROKER_ALONE);
    }

    /// Where HTTP is spoken.
    public static void http(String host, int port) {
        setIfAbsent("quarkus.http.host", host);
        setIfAbsent("quarkus.http.port", String.valueOf(port));
    }

    /// Logging and telemetry.
    public static void observed(MoltmateConfig config) {
        Telemetry.configure(config.telemetry());
        setIfAbsent(
                "quarkus.log.console.json.enabled",
                String.valueOf(config.logging().format() == LoggingConfig.Format.JSON));
        var level = config.logging().level();
        if (level != LoggingConfig.Level.INFO) {
            setIfAbsent("quarkus.log.level", level.name());
            setIfAbsent("quarkus.log.min-level", level.name());
        }
    }

    /// What the environment (`KAFKA_BOOTSTRAP_SERVERS`) and the command line (`-Dkafka.bootstrap.servers=…`) say of
    /// Kafka, as Quarkus reads it too.
    static Map<String, String> kafkaSaid(Map<String, String> environment) {
        var said = new HashMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(KAFKA_VARIABLE)) {
                said.put(
                        name.substring(KAFKA_VARIABLE.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        System.getProperties().stringPropertyNames().forEach(name -> {
            if (name.startsWith(KAFKA)) {
                said.put(name.substring(KAFKA.length()), System.getProperty(name));
            }
        });
        return said;
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
