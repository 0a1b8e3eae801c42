package io.moltmates.sandbox;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.Meters.Buckets;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/// One step in the sandbox (a command, something with a file) as a trace shows it, and what is measured of it; the
/// command itself only where content is switched on.
final class StepSpan implements AutoCloseable {

    private static final Tracing TRACING = Tracing.of("sandbox-service");
    private static final String UNANSWERED = "None";

    private final Span span;
    private final String operation;
    private final long startedAt = System.nanoTime();
    private String outcome = UNANSWERED;

    private StepSpan(Span span, String operation) {
        this.span = span;
        this.operation = operation;
    }

    static StepSpan begin(SandboxRequest request, @Nullable TraceContext parent) {
        String operation = request.getClass().getSimpleName();
        var span = TRACING.within(parent, "sandbox " + operation, SpanKind.INTERNAL)
                .set("moltmates.sandbox.operation", operation)
                .set("moltmates.step.id", request.id());
        if (request instanceof SandboxRequest.Exec exec) {
            span.set(Names.CONVERSATION, exec.session());
            if (TRACING.content()) {
                span.set(
                        "process.command_line", exec.line() == null ? String.join(" ", exec.arguments()) : exec.line());
            }
        }
        return new StepSpan(span, operation);
    }

    @Nullable
    TraceContext context() {
        return span.context();
    }

    void ended(SandboxOutcome with) {
        outcome = with.getClass().getSimpleName();
        span.set("moltmates.sandbox.outcome", outcome);
        switch (with) {
            case SandboxOutcome.Completed completed -> span.set("process.exit.code", completed.exitCode());
            case SandboxOutcome.Refused _ -> {
                Meters.count("moltmates.refusals", "service", "sandbox-service", "reason", "not_allowed");
                span.failed(outcome);
            }
            case SandboxOutcome.LimitReached _,
                    SandboxOutcome.Cancelled _,
                    SandboxOutcome.Interrupted _,
                    SandboxOutcome.Unavailable _,
                    SandboxOutcome.Gone _ -> span.failed(outcome);
            case SandboxOutcome.FileContent _,
                    SandboxOutcome.FileChanged _,
                    SandboxOutcome.FileDeleted _,
                    SandboxOutcome.Listing _,
                    SandboxOutcome.Imported _,
                    SandboxOutcome.Exported _ -> {}
        }
    }

    @Override
    public void close() {
        span.close();
        Meters.time(
                "moltmates.sandbox.operation.duration",
                Buckets.MODEL,
                System.nanoTime() - startedAt,
                "operation",
                operation,
                "outcome",
                outcome);
    }
}
