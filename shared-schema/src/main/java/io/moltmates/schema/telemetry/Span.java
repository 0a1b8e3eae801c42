package io.moltmates.schema.telemetry;

import io.moltmates.schema.TraceContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A piece of work as a trace shows it: it begins when it is made, and ends when it is closed; closing it twice does no
/// harm. Thread-safe.
///
/// Where traces are off it does nothing but hand its parent's context on. Its duration may be measured either way.
public final class Span implements AutoCloseable {

    private final io.opentelemetry.api.trace.@Nullable Span traced;
    private final @Nullable TraceContext context;
    private final Measure measure;
    private final long startedAt = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String error = "";

    /// Takes note of how long it took.
    public interface Measure {

        /// Nobody wants to know.
        Measure NONE = (_, _) -> {};

        /// @param error the type of the error; empty if there was none
        void took(long nanos, String error);
    }

    private Span(io.opentelemetry.api.trace.@Nullable Span traced, @Nullable TraceContext context, Measure measure) {
        this.traced = traced;
        this.context = context;
        this.measure = measure;
    }

    /// Work that no trace shows; what it leads to has the same parent.
    public static Span none(@Nullable TraceContext parent) {
        return new Span(null, parent, Measure.NONE);
    }

    static Span of(io.opentelemetry.api.trace.Span traced) {
        var context = traced.getSpanContext();
        return new Span(
                traced, new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled()), Measure.NONE);
    }

    /// This span from now on, measured once when it ends; to be closed instead of this one.
    public Span measured(Measure by) {
        return new Span(traced, context, by);
    }

    /// What records and further spans of this work name as their parent; null if the work belongs to no trace.
    public @Nullable TraceContext context() {
        return context;
    }

    /// @param value null says nothing
    public Span set(String key, @Nullable String value) {
        if (traced != null && value != null) {
            traced.setAttribute(key, value);
        }
        return this;
    }

    public Span set(String key, long value) {
        if (traced != null) {
            traced.setAttribute(key, value);
        }
        return this;
    }

    public Span set(String key, double value) {
        if (traced != null) {
            traced.setAttribute(key, value);
        }
        return this;
    }

    public Span set(String key, List<String> values) {
        if (traced != null) {
            traced.setAttribute(AttributeKey.stringArrayKey(key), values);
        }
        return this;
    }

    /// The work did not succeed.
    ///
    /// @param type a word of few: the class of an exception, the name of an outcome
    public Span failed(String type) {
        error = type;
        if (traced != null) {
            traced.setAttribute(Names.ERROR_TYPE, type);
            traced.setStatus(StatusCode.ERROR);
        }
        return this;
    }

    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            measure.took(System.nanoTime() - startedAt, error);
            if (traced != null) {
                traced.end();
            }
        }
    }
}
