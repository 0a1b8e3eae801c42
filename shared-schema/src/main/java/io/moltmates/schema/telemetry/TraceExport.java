package io.moltmates.schema.telemetry;

import io.moltmates.schema.config.TelemetryConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Sends spans to a receiver that speaks OTLP over HTTP, in batches, from one thread; each service is one of its own to
/// the receiver, also where several run in this process.
///
/// A receiver that is away costs the spans, never the work: at most 4096 wait, the rest is dropped.
final class TraceExport {

    private static final String SCOPE = "io.moltmates";
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long FLUSH_SECONDS = 2;

    private final TelemetryConfig config;
    private final SpanProcessor processor;
    private final String instance = UUID.randomUUID().toString();
    private final Map<String, Tracer> tracers = new HashMap<>();

    TraceExport(TelemetryConfig config) {
        this.config = config;
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(traces(config.endpoint()))
                .setTimeout(PATIENCE)
                .build();
        processor = BatchSpanProcessor.builder(exporter)
                .setScheduleDelay(EVERY)
                .setMaxQueueSize(4096)
                .build();
    }

    synchronized Tracer tracer(String service) {
        return tracers.computeIfAbsent(service, this::make);
    }

    void flush() {
        processor.forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    private Tracer make(String service) {
        return SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), service,
                        AttributeKey.stringKey("service.namespace"), "moltmates",
                        AttributeKey.stringKey("service.instance.id"), instance)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sampling())))
                .addSpanProcessor(processor)
                .build()
                .get(SCOPE);
    }

    /// The base address with the path that OTLP gives to traces.
    static String traces(URI endpoint) {
        String base = endpoint.toString();
        return base.endsWith("/v1/traces") ? base : base.replaceAll("/+$", "") + "/v1/traces";
    }
}
