package io.moltmates.schema.kafka;

import io.moltmates.schema.config.KafkaConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Creates the topics that are missing, and finds out what is otherwise with those that are there. Several services may
/// do so at the same time.
public final class TopicAdmin {

    private final Map<String, ?> connection;
    private final KafkaConfig config;
    private final BrokerNames names;

    public TopicAdmin(Map<String, ?> connection, KafkaConfig config) {
        this.connection = connection;
        this.config = config;
        names = BrokerNames.of(connection);
    }

    /// Creates what is missing; topics that are there stay as they are. Blocks until done.
    ///
    /// @throws TopicsUnavailableException if the broker does not answer or refuses
    public void createMissing(Duration timeout) {
        var _ = prepare(timeout);
    }

    /// Creates what is missing, and tells how the others differ from what the configuration wants. Topics keyed by
    /// person get as many partitions as those have that are there. Blocks until done.
    ///
    /// @param timeout for each question to the broker
    /// @throws TopicsUnavailableException if the broker does not answer, or refuses what is needed
    public TopicReport prepare(Duration timeout) {
        return prepare(timeout, false);
    }

    /// The same, and gives topics that are there the settings that the configuration wants: for a broker that serves
    /// nobody else.
    public TopicReport prepareOwn(Duration timeout) {
        return prepare(timeout, true);
    }

    /// Tells how topics differ from what the configuration wants, and which are missing; changes nothing. Blocks until
    /// done.
    ///
    /// @param timeout for each question to the broker
    /// @throws TopicsUnavailableException if the broker does not answer, or refuses what is needed
    public TopicReport compare(Duration timeout) {
        return ask(timeout, broker -> {
            var present = broker.present();
            broker.noteMissing(present);
            return new TopicReport(List.of(), comparison().of(present), broker.notes());
        });
    }

    private TopicReport prepare(Duration timeout, boolean own) {
        return ask(timeout, broker -> {
            var present = broker.present();
            if (own) {
                present = broker.mended(present);
            }
            var created = broker.create(present);
            return new TopicReport(created, comparison().of(present), broker.notes());
        });
    }

    private TopicReport ask(Duration timeout, Question question) {
        QuietClients.begin();
        try (var admin = Admin.create(properties(timeout))) {
            return question.ask(new TopicsAtBroker(admin, timeout, comparison()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsUnavailableException("was not waited for", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new TopicsUnavailableException(ConnectionFault.describe(e), e);
        }
    }

    private TopicComparison comparison() {
        return new TopicComparison(
                config, names, String.valueOf(connection.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)));
    }

    private Map<String, Object> properties(Duration timeout) {
        var properties = new HashMap<String, Object>(KafkaConnection.clientProperties(connection));
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, QuietClients.NAME);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        return properties;
    }

    private interface Question {
        TopicReport ask(TopicsAtBroker broker) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /// The broker does not answer, or refuses; trying again may help. The message is what follows "Kafka at host:port".
    public static final class TopicsUnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TopicsUnavailableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
