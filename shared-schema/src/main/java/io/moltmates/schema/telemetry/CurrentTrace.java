package io.moltmates.schema.telemetry;

import io.moltmates.schema.TraceContext;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/// The trace to which the work of this thread belongs: log lines name it, and what has no other way learns it here.
public final class CurrentTrace {

    private static final String TRACE = "traceId";
    private static final String SPAN = "spanId";
    private static final ThreadLocal<@Nullable TraceContext> CURRENT = new ThreadLocal<>();

    private CurrentTrace() {}

    /// What ends with the work.
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /// From now on the thread works for this; closing what is returned makes it as it was before.
    public static Scope enter(@Nullable TraceContext context) {
        var before = CURRENT.get();
        set(context);
        return () -> set(before);
    }

    /// Null while the work belongs to no trace.
    public static @Nullable TraceContext get() {
        return CURRENT.get();
    }

    private static void set(@Nullable TraceContext context) {
        if (context == null) {
            CURRENT.remove();
            MDC.remove(TRACE);
            MDC.remove(SPAN);
        } else {
            CURRENT.set(context);
            MDC.put(TRACE, context.traceId());
            MDC.put(SPAN, context.spanId());
        }
    }
}
