package io.moltmates.schema.telemetry;

import io.moltmates.schema.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A span of OpenTelemetry.
record TracedSpan(io.opentelemetry.api.trace.Span span) implements Span {

    @Override
    public TraceContext context() {
        var context = span.getSpanContext();
        return new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled());
    }

    @Override
    public Span set(String key, @Nullable String value) {
        if (value != null) {
            span.setAttribute(key, value);
        }
        return this;
    }

    @Override
    public Span set(String key, long value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public Span set(String key, double value) {
        span.setAttribute(key, value);
        return this;
    }

    @Override
    public Span set(String key, List<String> values) {
        span.setAttribute(AttributeKey.stringArrayKey(key), values);
        return this;
    }

    @Override
    public Span failed(String type) {
        span.setAttribute(Names.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
        return this;
    }

    @Override
    public void close() {
        span.end();
    }
}
