package io.moltmates.schema.kafka;

import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Telemetry;
import io.moltmates.schema.telemetry.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes one service's records, through one producer: `acks=all`, idempotent, in the order of the calls for each key.
///
/// Thread-safe. A stage completes when the log has the record, or fails when it could not be written within two
/// minutes;
/// [Topic]s of other services may be written too, and a service has just one writer.
public final class TopicWriter implements RecordSink, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PatientClient<KafkaProducer<String, byte[]>> client;
    private final BrokerNames names;
    private final String service;
    private final RecordSpans spans;

    /// @param connection Kafka's client properties: `bootstrap.servers`, `security.protocol`, `sasl.*` …
    public TopicWriter(Map<String, ?> connection, String service) {
        this.service = service;
        spans = new RecordSpans(Tracing.of(service));
        var properties = new HashMap<String, Object>(KafkaConnection.clientProperties(connection));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, service + "-writer");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 16L << 20);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
        names = BrokerNames.of(connection);
        client = new PatientClient<>(
                service + "-writer",
                () -> new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer()));
    }

    /// @param trace of the record that led to this one; null for one that belongs to no message
    @Override
    public <T extends TopicRecord> CompletionStage<Void> write(
            Topic<? super T> topic, T message, @Nullable TraceContext trace) {
        return append(topic, message, trace).thenAccept(_ -> {});
    }

    /// Completes with the record's offset in its partition, when the log has it.
    public <T extends TopicRecord> CompletionStage<Long> append(
            Topic<? super T> topic, T message, @Nullable TraceContext trace) {
        var span = spans.sending(topic, message.id(), trace);
        var parent = span.context();
        // the span is who wrote it; without one there is a name for whoever did
        var context = parent == null ? TraceContext.unrecorded() : parent.equals(trace) ? parent.child() : parent;
        if (message instanceof DeadLetter letter && letter.settled() == null) {
            Meters.count("moltmates.dead.letters", "topic", topic.name());
        }
        var entry = new ProducerRecord<String, byte @Nullable []>(
                names.topic(topic), message.key(), RecordCodec.write(message));
        CloudEvents.headers(message, service, Instant.now().toString(), context.traceparent())
                .forEach((name, value) -> entry.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return send(entry, span);
    }

    /// Says that there is nothing under this key any more, in a compacted topic.
    @Override
    public CompletionStage<Void> delete(Topic<?> topic, String key) {
        return send(new ProducerRecord<>(names.topic(topic), key, null), spans.sending(topic, key, null))
                .thenAccept(_ -> {});
    }

    private CompletionStage<Long> send(ProducerRecord<String, byte @Nullable []> entry, Span span) {
        var written = new CompletableFuture<Long>();
        try {
            if (!client.await(PATIENCE)) {
                throw new TimeoutException("No broker's name resolves");
            }
            var _ = client.get().send(entry, (place, failure) -> {
                end(span, failure);
                if (failure == null) {
                    written.complete(place.offset());
                } else {
                    written.completeExceptionally(failure);
                }
            });
        } catch (org.apache.kafka.common.KafkaException | IllegalStateException e) {
            end(span, e);
            written.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(span, e);
            written.completeExceptionally(e);
        }
        return written;
    }

    /// Whether a broker is connected at this moment, as the client itself counts it.
    public boolean isConnected() {
        var producer = client.now();
        return producer != null
                && producer.metrics().entrySet().stream()
                        .filter(metric -> metric.getKey().name().equals("connection-count")
                                && metric.getKey().group().equals("producer-metrics"))
                        .anyMatch(metric -> metric.getValue().metricValue() instanceof Double count && count > 0);
    }

    private static void end(Span span, @Nullable Exception failure) {
        if (failure != null) {
            span.failed(failure.getClass().getSimpleName());
        }
        span.close();
    }

    @Override
    public void close() {
        client.giveUp();
        var producer = client.now();
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
        Telemetry.flush();
    }
}
