package io.moltmates.agent.model;

import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.Meters.Buckets;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Asks a model, and tells monitoring of each call by itself: those that are repeated, too.
///
/// What people can name freely stands in no label: a model that the operator did not name is counted as `other`.
final class ObservedModelClient implements ModelClient {

    private static final Tracing TRACING = Tracing.of("agent-service");
    private static final String OPERATION = "chat";
    private static final double NANOS = 1e9;

    private final ModelClient client;
    private final ModelReference reference;
    private final @Nullable URI endpoint;
    private final String provider;
    private final String model;

    /// @param endpoint where the provider is; null for a model that is nowhere
    /// @param known whether the operator named the model
    ObservedModelClient(ModelClient client, ModelReference reference, @Nullable URI endpoint, boolean known) {
        this.client = client;
        this.reference = reference;
        this.endpoint = endpoint;
        provider = known || endpoint != null ? reference.provider() : Names.OTHER;
        model = known ? reference.model() : Names.OTHER;
    }

    @Override
    public ModelAnswer answer(ModelRequest request, ModelListener listener, Cancellation cancellation) {
        long startedAt = System.nanoTime();
        var firstAt = new AtomicLong();
        String error = "";
        try (var span = begin(request)) {
            try {
                var answer = client.answer(
                        request,
                        delta -> {
                            if (firstAt.get() == 0) {
                                firstAt.set(System.nanoTime());
                            }
                            listener.onText(delta);
                        },
                        cancellation);
                describe(span, answer);
                return answer;
            } catch (ModelException e) {
                error = e.fault().getClass().getSimpleName();
                throw e;
            } catch (RuntimeException e) {
                error = e.getClass().getSimpleName();
                throw e;
            } finally {
                if (!error.isEmpty()) {
                    span.failed(error);
                }
                measure(span, startedAt, firstAt.get(), error);
            }
        }
    }

    private Span begin(ModelRequest request) {
        var span = TRACING.within(CurrentTrace.get(), OPERATION + " " + reference.model(), SpanKind.CLIENT)
                .set(Names.OPERATION, OPERATION)
                .set(Names.PROVIDER, reference.provider())
                .set(Names.REQUEST_MODEL, reference.model());
        if (endpoint != null) {
            span.set("server.address", endpoint.getHost());
            if (endpoint.getPort() >= 0) {
                span.set("server.port", endpoint.getPort());
            }
        }
        if (TRACING.content()) {
            span.set("gen_ai.system_instructions", MessageContents.system(request))
                    .set("gen_ai.input.messages", MessageContents.input(request));
        }
        return span;
    }

    private void describe(Span span, ModelAnswer answer) {
        var usage = answer.usage();
        span.set("gen_ai.response.model", answer.model().model())
                .set(
                        "gen_ai.response.finish_reasons",
                        List.of(answer.finishReason().name().toLowerCase(Locale.ROOT)))
                .set("gen_ai.usage.input_tokens", usage.input())
                .set("gen_ai.usage.output_tokens", usage.output())
                .set("gen_ai.usage.cache_read.input_tokens", usage.cacheRead())
                .set("gen_ai.usage.cache_creation.input_tokens", usage.cacheWrite());
        if (TRACING.content()) {
            span.set("gen_ai.output.messages", MessageContents.output(answer));
        }
        tokens("input", usage.input());
        tokens("output", usage.output());
    }

    private void tokens(String type, int count) {
        Meters.measure(
                "gen_ai.client.token.usage",
                Buckets.TOKENS,
                count,
                Names.OPERATION,
                OPERATION,
                Names.PROVIDER,
                provider,
                Names.REQUEST_MODEL,
                model,
                "gen_ai.token.type",
                type);
    }

    private void measure(Span span, long startedAt, long firstAt, String error) {
        time("gen_ai.client.operation.duration", System.nanoTime() - startedAt, error);
        if (firstAt != 0) {
            span.set("gen_ai.response.time_to_first_chunk", (firstAt - startedAt) / NANOS);
            time("gen_ai.client.operation.time_to_first_chunk", firstAt - startedAt, error);
        }
    }

    private void time(String name, long nanos, String error) {
        Meters.time(
                name,
                Buckets.MODEL,
                nanos,
                Names.OPERATION,
                OPERATION,
                Names.PROVIDER,
                provider,
                Names.REQUEST_MODEL,
                model,
                Names.ERROR_TYPE,
                error);
    }
}
