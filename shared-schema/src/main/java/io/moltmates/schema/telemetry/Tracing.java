package io.moltmates.schema.telemetry;

import io.moltmates.schema.TraceContext;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/// Makes the spans of one service; makes none where traces are off. Thread-safe.
public final class Tracing {

    private static final Tracing OFF = new Tracing(null, false);

    private final @Nullable Tracer tracer;
    private final boolean content;

    Tracing(@Nullable Tracer tracer, boolean content) {
        this.tracer = tracer;
        this.content = content;
    }

    /// @param service such as `agent-service`
    public static Tracing of(String service) {
        return Telemetry.tracing(service);
    }

    /// Makes no spans.
    public static Tracing off() {
        return OFF;
    }

    public boolean isOn() {
        return tracer != null;
    }

    /// Whether spans may hold what people, models and tools wrote.
    public boolean content() {
        return tracer != null && content;
    }

    /// The first span of a new trace.
    public Span start(String name, SpanKind kind) {
        return tracer == null ? Span.none(null) : span(tracer, name, kind, Context.root());
    }

    /// A span within the parent's; none if there is no parent, since nobody could tell what it belongs to.
    public Span within(@Nullable TraceContext parent, String name, SpanKind kind) {
        if (tracer == null || parent == null) {
            return Span.none(parent);
        }
        var remote = SpanContext.createFromRemoteParent(
                parent.traceId(),
                parent.spanId(),
                parent.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        var context = Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote));
        return span(tracer, name, kind, context);
    }

    private static Span span(Tracer tracer, String name, SpanKind kind, Context parent) {
        return Span.of(
                tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan());
    }
}
