package io.moltmates.agent;

import io.moltmates.schema.TraceContext;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.Meters.Buckets;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/// One call of a tool as a trace shows it, and what is measured of it; a tool that a model made up is none of a name.
final class ToolSpan implements AutoCloseable {

    private static final Tracing TRACING = Tracing.of("agent-service");
    private static final String OPERATION = "execute_tool";

    private final Span span;
    private final String tool;
    private final long startedAt = System.nanoTime();
    private String error = "interrupted";

    private ToolSpan(Span span, String tool) {
        this.span = span;
        this.tool = tool;
    }

    static ToolSpan begin(JournalLine.Call call, String step, @Nullable TraceContext parent, AgentSettings settings) {
        String tool = settings.tools().contains(call.name()) ? call.name() : Names.OTHER;
        var span = TRACING.within(parent, OPERATION + " " + tool, SpanKind.INTERNAL)
                .set(Names.OPERATION, OPERATION)
                .set(Names.TOOL, tool)
                .set("gen_ai.tool.type", "function")
                .set("gen_ai.tool.call.id", call.id())
                .set("moltmates.step.id", step);
        if (TRACING.content()) {
            span.set("gen_ai.tool.call.arguments", call.arguments());
        }
        return new ToolSpan(span, tool);
    }

    @Nullable
    TraceContext context() {
        return span.context();
    }

    void ended(ToolAnswer answer) {
        error = answer.error() ? "tool_error" : "";
        if (TRACING.content()) {
            span.set("gen_ai.tool.call.result", answer.text());
        }
    }

    @Override
    public void close() {
        if (!error.isEmpty()) {
            span.failed(error);
        }
        span.close();
        Meters.time(
                "gen_ai.execute_tool.duration",
                Buckets.MODEL,
                System.nanoTime() - startedAt,
                Names.OPERATION,
                OPERATION,
                Names.TOOL,
                tool,
                Names.ERROR_TYPE,
                error);
    }
}
