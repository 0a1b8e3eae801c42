package io.moltmates.sandbox;

import io.moltmates.schema.UserId;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;

/// Hands the people of a partition over when it moves: nobody else gets it before their commands have ended here.
@ApplicationScoped
@Identifier("sandbox-requests")
class SandboxPartitions implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(SandboxPartitions.class);

    private final SandboxRequestConsumer requests;

    @Inject
    SandboxPartitions(SandboxRequestConsumer requests) {
        this.requests = requests;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            requests.assigned();
        }
    }

    /// Runs in the consumer's poll, and the partitions move when it returns.
    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        moved(consumer, partitions);
    }

    /// They moved already; whoever has them waits for what still runs here.
    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        moved(consumer, partitions);
    }

    private void moved(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            var numbers = partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
            requests.moved(
                    numbers, people(consumer, partitions.iterator().next().topic(), numbers));
        }
    }

    private static Predicate<UserId> people(Consumer<?, ?> consumer, String topic, Set<Integer> partitions) {
        int all;
        try {
            all = consumer.partitionsFor(topic).size();
        } catch (KafkaException e) {
            LOG.warnf("containers stay until they are idle, since the broker is away: error=%s", e);
            return _ -> false;
        }
        return user -> all > 0 && partitions.contains(partition(user, all));
    }

    /// As producers choose it.
    static int partition(UserId user, int all) {
        return Utils.toPositive(Utils.murmur2(user.value().getBytes(StandardCharsets.UTF_8))) % all;
    }
}
