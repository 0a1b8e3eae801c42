package io.moltmates.schema.telemetry;

import io.moltmates.schema.TraceContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A span whose duration is measured too, once.
public final class TimedSpan implements Span {

    private final Span span;
    private final Measure measure;
    private final long startedAt = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String error = "";

    /// Takes note of how long it took.
    public interface Measure {

        /// @param error the type of the error; empty if there was none
        void took(long nanos, String error);
    }

    public TimedSpan(Span span, Measure measure) {
        this.span = span;
        this.measure = measure;
    }

    @Override
    public @Nullable TraceContext context() {
        return span.context();
    }

    @Override
    public Span set(String key, @Nullable String value) {
        span.set(key, value);
        return this;
    }

    @Override
    public Span set(String key, long value) {
        span.set(key, value);
        return this;
    }

    @Override
    public Span set(String key, double value) {
        span.set(key, value);
        return this;
    }

    @Override
    public Span set(String key, List<String> values) {
        span.set(key, values);
        return this;
    }

    @Override
    public Span failed(String type) {
        error = type;
        span.failed(type);
        return this;
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            measure.took(System.nanoTime() - startedAt, error);
            span.close();
        }
    }
}
