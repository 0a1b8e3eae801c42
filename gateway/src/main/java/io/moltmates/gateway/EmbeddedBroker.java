package io.moltmates.gateway;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/// Runs an Apache Kafka broker with its controller in this JVM: one node, on loopback, for whoever shows the password.
final class EmbeddedBroker implements AutoCloseable {

    static final String HOST = "127.0.0.1";

    private final KafkaRaftServer server;

    private EmbeddedBroker(KafkaRaftServer server) {
        this.server = server;
    }

    /// Starts, and at the first start formats the directory; returns when the broker accepts clients.
    static EmbeddedBroker start(BrokerSettings settings) {
        return start(settings.directory(), settings.broker());
    }

    /// The same with settings of one's own.
    static EmbeddedBroker start(Path directory, Map<String, String> properties) {
        if (!Files.exists(directory.resolve("meta.properties"))) {
            format(directory);
        }
        var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        server.startup();
        return new EmbeddedBroker(server);
    }

    /// Stops the broker, then its controller; blocks until both are down.
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void format(Path directory) {
        try {
            Files.createDirectories(directory);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setNodeId(Integer.parseInt(BrokerSettings.NODE))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName("CONTROLLER")
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) { // the formatter declares no narrower type
            throw new StartRefusedException(
                    "Kafka's directory " + directory + " can't be prepared: " + e.getMessage(), e);
        }
    }
}
