package io.moltmates.agent;

import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.Meters.Buckets;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One attempt at a turn as a trace shows it, and what is counted of turns.
///
/// An attempt that ends without reply (another worker goes on, the person's directory is gone) ends as failed.
final class TurnSpan implements AutoCloseable {

    private static final Tracing TRACING = Tracing.of("agent-service");
    private static final String AGENT = "moltmate";
    private static final String OPERATION = "invoke_agent";
    private static final String GIVEN_BACK = "given_back";
    private static final double NANOS = 1e9;

    private final Span span;
    private final long startedAt = System.nanoTime();
    private String error = GIVEN_BACK;

    private TurnSpan(Span span) {
        this.span = span;
    }

    static TurnSpan begin(TurnTask task, Optional<String> session, int attempt) {
        long waited = System.nanoTime() - task.acceptedAt();
        Meters.time("moltmates.lane.wait", Buckets.TURN, waited);
        return new TurnSpan(TRACING.within(task.trace(), OPERATION + " " + AGENT, SpanKind.INTERNAL)
                .set(Names.OPERATION, OPERATION)
                .set("gen_ai.agent.name", AGENT)
                .set(Names.CONVERSATION, session.orElse(null))
                .set(Names.USER, task.user().value())
                .set(Names.MESSAGE, task.record().id())
                .set("moltmates.turn.attempt", attempt)
                .set("moltmates.lane.wait", waited / NANOS));
    }

    @Nullable
    TraceContext context() {
        return span.context();
    }

    /// The turn has its outcome.
    void ended(Reply reply) {
        String outcome = reply.outcome().name().toLowerCase(Locale.ROOT);
        span.set("moltmates.turn.outcome", outcome);
        Meters.count("moltmates.turns", "outcome", outcome);
        error = reply.outcome() == Outcome.FAILED ? outcome : "";
    }

    @Override
    public void close() {
        if (!error.isEmpty()) {
            span.failed(error);
        }
        span.close();
        Meters.time(
                "gen_ai.invoke_agent.duration",
                Buckets.TURN,
                System.nanoTime() - startedAt,
                Names.OPERATION,
                OPERATION,
                "gen_ai.agent.name",
                AGENT,
                Names.ERROR_TYPE,
                error);
    }
}
