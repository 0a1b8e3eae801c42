package io.moltmates.agent.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.agent.model.ModelAnswer.Usage;
import io.moltmates.agent.model.Transcriber.Recording;
import io.moltmates.agent.model.Transcriber.Transcript;
import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.Meters;
import io.moltmates.schema.telemetry.Meters.Buckets;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One model of a provider that has OpenAI's `POST /audio/transcriptions`; the recording goes from the disk to the
/// socket without being held in memory.
///
/// Guarantees: one question ends within the limit, and at once when it is cancelled; nothing is sent without the
/// switch's last look. Why not LangChain4j: `docs/adr/0009-models-are-asked-over-our-transport.md`.
final class TranscriptionClient {

    private static final Tracing TRACING = Tracing.of("agent-service");
    private static final String OPERATION = "transcription";
    private static final int LARGEST_ANSWER = 4 << 20;
    private static final int LONGEST_DETAIL = 500;

    private final ModelHttp http;
    private final Provider provider;
    private final ModelReference reference;
    private final @Nullable String language;
    private final Duration limit;

    /// @param language that people speak; null if the model has to find out
    TranscriptionClient(
            ModelHttp http, Provider provider, ModelReference reference, @Nullable String language, Duration limit) {
        this.http = http;
        this.provider = provider;
        this.reference = reference;
        this.language = language;
        this.limit = limit;
    }

    ModelReference reference() {
        return reference;
    }

    /// Blocks; throws a [ModelException] for every way in which there is no text.
    Transcript transcribe(Recording recording, Cancellation cancellation) {
        long startedAt = System.nanoTime();
        String error = "";
        try (var span = TRACING.within(CurrentTrace.get(), OPERATION + " " + reference.model(), SpanKind.CLIENT)
                .set(Names.OPERATION, OPERATION)
                .set(Names.PROVIDER, reference.provider())
                .set(Names.REQUEST_MODEL, reference.model())) {
            try {
                return read(answer(request(recording), cancellation));
            } catch (ModelException e) {
                error = e.fault().getClass().getSimpleName();
                span.failed(error);
                throw e;
            }
        } finally {
            Meters.time(
                    "gen_ai.client.operation.duration",
                    Buckets.MODEL,
                    System.nanoTime() - startedAt,
                    Names.OPERATION,
                    OPERATION,
                    Names.PROVIDER,
                    reference.provider(),
                    Names.REQUEST_MODEL,
                    reference.model(),
                    Names.ERROR_TYPE,
                    error);
        }
    }

    private HttpRequest request(Recording recording) {
        var form = new MultipartForm()
                .field("model", reference.model())
                // Groq tells only in this form how long the recording is
                .field("response_format", provider.name().equals("groq") ? "verbose_json" : "json");
        if (language != null) {
            form.field("language", language);
        }
        try {
            var builder = HttpRequest.newBuilder(URI.create(trimmed(provider.baseUrl()) + "/audio/transcriptions"))
                    .header("Content-Type", form.type())
                    .POST(form.withFile("file", "recording." + recording.format(), recording.file()));
            var key = provider.key();
            if (key != null && !key.reveal().isBlank()) {
                builder.header("Authorization", "Bearer " + key.reveal());
            }
            return builder.build();
        } catch (FileNotFoundException e) {
            throw new ModelException(new ModelFault.BadRequest(), "the recording is not there any more", e);
        } catch (IllegalArgumentException _) { // that one's message holds the header, and so the key
            throw new ModelException(
                    new ModelFault.Unauthorized(),
                    "the provider's address or key holds a character that no request can have, such as a line break");
        }
    }

    private HttpResponse<String> answer(HttpRequest request, Cancellation cancellation) {
        if (!cancellation.lastLook()) {
            throw new ModelException(new ModelFault.Cancelled(), "not wanted any more");
        }
        var exchange = http.client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
        try (var _ = cancellation.onCancel(() -> exchange.cancel(true))) {
            return exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new ModelException(
                    new ModelFault.Stalled(limit), "the provider did not answer within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new ModelException(new ModelFault.Cancelled(), "interrupted while waiting for the provider", e);
        } catch (ExecutionException | CancellationException e) {
            if (cancellation.isCancelled()) {
                throw new ModelException(new ModelFault.Cancelled(), "cancelled", e);
            }
            var cause = e.getCause() == null ? e : e.getCause();
            throw new ModelException(new ModelFault.Unreachable(), "the provider can't be reached: " + cause, cause);
        }
    }

    private Transcript read(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            var after = RetryAfter.of(response.headers(), Instant.now());
            throw failed(
                    FaultMapper.ofStatus(response.statusCode(), response.body(), after),
                    "status " + response.statusCode() + ": " + response.body());
        }
        JsonNode root = Json.parse(response.body());
        if (!root.path("text").isTextual()) {
            throw failed(
                    FaultMapper.holdsError(response.body())
                            ? FaultMapper.ofStreamError(response.body())
                            : new ModelFault.ProviderError(),
                    "the answer has no text: " + response.body());
        }
        var usage = root.path("usage");
        var tokens = new Usage(
                usage.path("input_tokens").asInt(0), usage.path("output_tokens").asInt(0), 0, 0);
        double seconds = usage.path("seconds").asDouble(root.path("duration").asDouble(0));
        return new Transcript(root.path("text").asText().strip(), tokens, Math.max(0, seconds), reference);
    }

    private ModelException failed(ModelFault fault, String detail) {
        var key = provider.key();
        String shown = Redaction.of(
                detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "…" : detail,
                key == null ? Map.of() : Map.of("Authorization", List.of(key.reveal())));
        return new ModelException(fault, shown.strip());
    }

    private static String trimmed(String baseUrl) {
        return baseUrl.endsWith("/") ? trimmed(baseUrl.substring(0, baseUrl.length() - 1)) : baseUrl;
    }
}
