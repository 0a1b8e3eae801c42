package io.moltmates.schema.telemetry;

import io.moltmates.schema.TraceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of work as a trace shows it: it begins when it is made, and ends when it is closed; closing it twice does no
/// harm. Thread-safe.
///
/// Where traces are off it does nothing but hand its parent's context on.
public interface Span extends AutoCloseable {

    /// What records and further spans of this work name as their parent; null if the work belongs to no trace.
    @Nullable
    TraceContext context();

    /// @param value null says nothing
    Span set(String key, @Nullable String value);

    Span set(String key, long value);

    Span set(String key, double value);

    Span set(String key, List<String> values);

    /// The work did not succeed.
    ///
    /// @param type a word of few: the class of an exception, the name of an outcome
    Span failed(String type);

    @Override
    void close();

    /// Work that no trace shows; what it leads to has the same parent.
    static Span none(@Nullable TraceContext parent) {
        return new Untraced(parent);
    }
}
