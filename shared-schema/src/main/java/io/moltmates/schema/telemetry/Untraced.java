package io.moltmates.schema.telemetry;

import io.moltmates.schema.TraceContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Work that no trace shows.
record Untraced(@Nullable TraceContext context) implements Span {

    @Override
    public Span set(String key, @Nullable String value) {
        return this;
    }

    @Override
    public Span set(String key, long value) {
        return this;
    }

    @Override
    public Span set(String key, double value) {
        return this;
    }

    @Override
    public Span set(String key, List<String> values) {
        return this;
    }

    @Override
    public Span failed(String type) {
        return this;
    }

    @Override
    public void close() {
        // there is nothing to end
    }
}
