package io.moltmates.router;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/// Holds back the first record of a new partition until the router knows enough to route it: its tables are read, and
/// so
/// is what is on its way to persona-service.
@Singleton
@Identifier("router-ingress")
class RouterPartitions implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(RouterPartitions.class);
    private static final int READY_SECONDS = 30;

    private final RouterClients clients;
    private final OnboardingBacklog backlog;

    @Inject
    RouterPartitions(RouterClients clients) {
        this.clients = clients;
        this.backlog = new OnboardingBacklog(clients.connection());
    }

    /// Runs in the consumer's poll, so nothing of these partitions is handed out before it returns.
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        var numbers = partitions.stream().map(TopicPartition::partition).toList();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                clients.ready().toCompletableFuture().get(READY_SECONDS, TimeUnit.SECONDS);
                backlog.read(numbers, clients.hasLinks(), clients.table(), clients::upToDate);
                clients.takenOver();
                LOG.infof("partitions taken over: topic=moltmate.ingress partitions=%s", numbers);
                return;
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException | KafkaException e) {
                if (clients.isClosed()) {
                    return;
                }
                LOG.warnf("partitions wait for the broker: partitions=%s error=%s", numbers, e);
            }
        }
    }
}
