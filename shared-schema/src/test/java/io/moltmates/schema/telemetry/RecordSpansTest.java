package io.moltmates.schema.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordSpansTest {

    private static final TraceContext TRACE =
            new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

    private final SpanList list = new SpanList();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void measure() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void stop() {
        Metrics.removeRegistry(registry);
    }

    @Test
    void aRecordIsProcessedUnderTheSpanThatSentIt() {
        var spans = new RecordSpans(list.tracing(1));
        var sending = spans.sending(Topics.TURNS, "m1", TRACE);
        spans.processing(entry("moltmate.turns", Objects.requireNonNull(sending.context())), "moltmate-agent")
                .close();
        sending.close();

        assertThat(list.spans()).hasSize(2);
        var processed = list.spans().getFirst();
        var sent = list.spans().getLast();
        assertThat(sent.getName()).isEqualTo("send moltmate.turns");
        assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(sent.getTraceId()).isEqualTo(TRACE.traceId());
        assertThat(sent.getParentSpanId()).isEqualTo(TRACE.spanId());
        assertThat(processed.getName()).isEqualTo("process moltmate.turns");
        assertThat(processed.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(processed.getParentSpanId()).isEqualTo(sent.getSpanId());
        assertThat(processed.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("messaging.system"), "kafka")
                .containsEntry(AttributeKey.stringKey("messaging.destination.name"), "moltmate.turns")
                .containsEntry(AttributeKey.stringKey("messaging.operation.name"), "process")
                .containsEntry(AttributeKey.stringKey("messaging.operation.type"), "process")
                .containsEntry(AttributeKey.stringKey("messaging.consumer.group.name"), "moltmate-agent")
                .containsEntry(AttributeKey.longKey("messaging.kafka.offset"), 7L);
    }

    @Test
    void whatWasNotWrittenHasFailed() {
        new RecordSpans(list.tracing(1))
                .sending(Topics.EGRESS, "m2", TRACE)
                .failed("TimeoutException")
                .close();

        var span = list.spans().getFirst();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().asMap())
                .containsEntry(AttributeKey.stringKey("error.type"), "TimeoutException");
        assertThat(registry.get("messaging.client.operation.duration")
                        .tag("error.type", "TimeoutException")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whatMayBeMissedHasNoSpan() {
        new RecordSpans(list.tracing(1)).sending(Topics.LIVE, "m3", TRACE).close();

        assertThat(list.spans()).isEmpty();
    }

    @Test
    void aTraceThatIsNotSampledStaysSo() {
        var sending = new RecordSpans(list.tracing(1))
                .sending(Topics.TURNS, "m4", new TraceContext(TRACE.traceId(), TRACE.spanId(), false));
        sending.close();

        assertThat(sending.context()).isNotNull().matches(context -> !context.sampled());
        assertThat(list.spans()).isEmpty();
    }

    @Test
    void countsWithoutTracesToo() {
        var spans = new RecordSpans(Tracing.off());
        var processing = spans.processing(entry("acme.moltmate.ingress", TRACE), "moltmate-router");
        processing.close();
        processing.close();

        assertThat(processing.context()).isEqualTo(TRACE);
        assertThat(registry.get("messaging.process.duration")
                        .tag("messaging.destination.name", "moltmate.ingress")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private static ConsumerRecord<String, byte[]> entry(String topic, TraceContext trace) {
        var entry = new ConsumerRecord<>(topic, 2, 7, "web_alice", new byte[0]);
        entry.headers()
                .add(CloudEvents.TRACEPARENT, trace.traceparent().getBytes(StandardCharsets.US_ASCII))
                .add(CloudEvents.ID, "m1".getBytes(StandardCharsets.US_ASCII));
        return entry;
    }
}
