package io.moltmates.schema.telemetry;

import io.moltmates.schema.kafka.BrokerNames;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/// Tells how many records of each topic wait to be read by this process's consumers, as Kafka's own client measures it:
/// the sum over the partitions that are its own.
///
/// Kafka makes one for each consumer that names it in `metric.reporters`.
public final class ConsumerLag implements MetricsReporter {

    private static final String LAG = "records-lag";
    private static final String TOPIC = "topic";
    private static final Map<String, Set<KafkaMetric>> BY_TOPIC = new ConcurrentHashMap<>();

    @Override
    public void init(List<KafkaMetric> metrics) {
        metrics.forEach(this::metricChange);
    }

    @Override
    public void metricChange(KafkaMetric metric) {
        String topic = metric.metricName().tags().get(TOPIC);
        if (isLag(metric) && topic != null) {
            BY_TOPIC.computeIfAbsent(BrokerNames.plain(topic), ConsumerLag::begin)
                    .add(metric);
        }
    }

    @Override
    public void metricRemoval(KafkaMetric metric) {
        String topic = metric.metricName().tags().get(TOPIC);
        if (isLag(metric) && topic != null) {
            BY_TOPIC.getOrDefault(BrokerNames.plain(topic), Set.of()).remove(metric);
        }
    }

    @Override
    public void close() {
        // Kafka takes each metric away before
    }

    @Override
    public void configure(Map<String, ?> settings) {
        // there is nothing to set
    }

    /// Kafka gives a topic with dots in its name twice: as it is, and with other characters in their place.
    private static boolean isLag(KafkaMetric metric) {
        var name = metric.metricName();
        return name.name().equals(LAG)
                && name.tags().getOrDefault(TOPIC, "").contains(".")
                && name.tags().containsKey("partition");
    }

    private static Set<KafkaMetric> begin(String topic) {
        Set<KafkaMetric> metrics = ConcurrentHashMap.newKeySet();
        Meters.gauge("moltmates.consumer.lag", metrics, ConsumerLag::sum, TOPIC, topic);
        return metrics;
    }

    private static double sum(Set<KafkaMetric> metrics) {
        return metrics.stream()
                .map(KafkaMetric::metricValue)
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .filter(lag -> lag > 0) // not a number until something was read
                .sum();
    }
}
