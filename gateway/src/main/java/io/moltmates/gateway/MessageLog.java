package io.moltmates.gateway;

import io.moltmates.schema.config.InvalidSetting;
import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.kafka.MessageLogGate;
import io.moltmates.schema.kafka.TopicAdmin;
import io.moltmates.schema.kafka.TopicReport;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The Kafka that the services talk over: the embedded broker, or the one that the configuration names; started beside
/// the services.
final class MessageLog {

    private static final Logger LOG = Logger.getLogger(MessageLog.class);
    private static final java.util.logging.Logger NETWORK =
            java.util.logging.Logger.getLogger("org.apache.kafka.clients.NetworkClient");
    private static final Duration TOPICS_TIMEOUT = Duration.ofSeconds(60);

    private final BrokerSettings embedded;
    private final KafkaConfig config;
    private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
    private volatile @Nullable EmbeddedBroker broker;

    MessageLog(BrokerSettings embedded, KafkaConfig config) {
        this.embedded = embedded;
        this.config = config;
    }

    /// For Kafka's clients, under the names that they use.
    ///
    /// @throws StartRefusedException if a file that the configuration names can't be used
    Map<String, String> client() {
        try {
            return config.isEmbedded() ? embedded.client(config.topicPrefix()) : config.clientProperties();
        } catch (InvalidSetting e) {
            throw new StartRefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    boolean embedded() {
        return config.isEmbedded();
    }

    String address() {
        return config.bootstrapServers() == null
                ? EmbeddedBroker.HOST + ":" + embedded.ports().broker()
                : config.bootstrapServers();
    }

    /// Returns at once.
    void start() {
        var starter = new Thread(this::startAndTell, "broker-start");
        starter.setDaemon(true);
        starter.start();
    }

    /// Blocks until the broker accepts clients, and has all topics: for another Kafka than the embedded broker, as long
    /// as it takes.
    ///
    /// @throws StartRefusedException if that can't be
    void awaitReady() {
        try {
            ready.join();
        } catch (CompletionException e) {
            throw new StartRefusedException("Kafka at " + address() + " can't be used: " + e.getCause(), e);
        }
    }

    void stop() {
        var started = broker;
        if (started != null) {
            NETWORK.setLevel(Level.SEVERE); // of no interest to anybody: what goes down is unreachable
            started.close();
        }
    }

    private void startAndTell() {
        try {
            if (config.isEmbedded()) {
                broker = EmbeddedBroker.start(embedded);
                LOG.debugf("broker started: %d ms after the JVM", uptime());
                tell(new TopicAdmin(client(), config.alone()).prepareOwn(TOPICS_TIMEOUT));
            } else {
                var _ = new MessageLogGate(client(), config).await();
            }
            LOG.debugf("topics are there: %d ms after the JVM", uptime());
            ready.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ready.completeExceptionally(e);
        } catch (RuntimeException | Error e) { // whoever waits for it says why it is not there
            ready.completeExceptionally(e);
        }
    }

    /// @throws StartRefusedException if services can't work with the topics that are there
    private static void tell(TopicReport topics) {
        topics.refusal().ifPresent(refusal -> {
            throw new StartRefusedException(refusal);
        });
        topics.lines().forEach(LOG::warn);
    }

    private static long uptime() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }
}
