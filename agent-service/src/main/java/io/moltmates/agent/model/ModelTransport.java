package io.moltmates.agent.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Carries LangChain4j's requests, and turns whatever goes wrong on the way into a [ModelException].
///
/// Guarantees: one exchange runs wholly on the calling thread; it ends within the limits of the current [ModelCall],
/// and at once when
/// that is cancelled; nothing is sent without the switch's last look; a stream without its end marker is a failure.
final class ModelTransport implements HttpClient {

    private static final int LARGEST_ERROR = 64 << 10;
    private static final Duration PATIENCE_FOR_LAST_BYTES = Duration.ofSeconds(2);

    private final ModelHttp http;
    private final StreamDialect dialect;

    ModelTransport(ModelHttp http, StreamDialect dialect) {
        this.http = http;
        this.dialect = dialect;
    }

    @Override
    public SuccessfulHttpResponse execute(dev.langchain4j.http.client.HttpRequest request) {
        throw new UnsupportedOperationException("Models are asked for streams only.");
    }

    @Override
    public void execute(
            dev.langchain4j.http.client.HttpRequest request,
            ServerSentEventParser ignored,
            ServerSentEventListener listener) {
        var call = ModelCall.CURRENT.get();
        try {
            stream(request, listener, call);
            listener.onClose();
        } catch (ModelException e) {
            // closing the socket shows up as all kinds of failure
            listener.onError(call.fail(
                    call.cancellation().isCancelled()
                            ? new ModelException(new ModelFault.Cancelled(), "cancelled", e)
                            : redacted(e, request)));
        } catch (RuntimeException e) {
            listener.onError(call.fail(
                    new ModelException(new ModelFault.ProviderError(), "the provider's answer could not be read", e)));
        }
    }

    private void stream(
            dev.langchain4j.http.client.HttpRequest request, ServerSentEventListener listener, ModelCall call) {
        var chunks = new ResponseChunks();
        var question = toJdk(request);
        if (!call.cancellation().lastLook()) {
            throw new ModelException(new ModelFault.Cancelled(), "not wanted any more");
        }
        var exchange = http.client().sendAsync(question, _ -> chunks);
        boolean whole = false;
        try (var _ = call.cancellation().onCancel(() -> abort(exchange, chunks))) {
            var response = await(exchange, call);
            var lines = new ResponseLines(chunks, call);
            if (response.statusCode() != 200) {
                throw failed(response, lines);
            }
            new StreamReader(dialect, lines, dialect.normalizer(), event -> {
                        listener.onEvent(event);
                        stopIfOver(call);
                    })
                    .read();
            stopIfOver(call);
            whole = true;
        } finally {
            if (whole) {
                Thread.ofVirtual().name("model-http-drain").start(() -> drain(chunks));
            } else {
                abort(exchange, chunks);
            }
        }
    }

    private static void stopIfOver(ModelCall call) {
        if (call.cancellation().isCancelled()) {
            throw new ModelException(new ModelFault.Cancelled(), "cancelled");
        }
        var failure = call.failure();
        if (failure != null) {
            throw failure;
        }
        if (call.overdue()) {
            throw new ModelException(
                    new ModelFault.Stalled(call.timeouts().total()),
                    "the answer took longer than " + call.timeouts().total());
        }
    }

    private static HttpResponse<ResponseChunks> await(
            CompletableFuture<HttpResponse<ResponseChunks>> exchange, ModelCall call) {
        var limit = call.within(call.timeouts().firstByte());
        try {
            return exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ModelException(
                    new ModelFault.Stalled(limit), "the provider did not answer within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(new ModelFault.Cancelled(), "interrupted while waiting for the model", e);
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
            if (call.cancellation().isCancelled()) {
                throw new ModelException(new ModelFault.Cancelled(), "cancelled", e);
            }
            var cause = e.getCause() == null ? e : e.getCause();
            throw new ModelException(new ModelFault.Unreachable(), "the provider can't be reached: " + cause, cause);
        }
    }

    private static ModelException failed(HttpResponse<ResponseChunks> response, ResponseLines lines) {
        var body = new StringBuilder();
        try {
            for (var line = lines.next(); line != null && body.length() < LARGEST_ERROR; line = lines.next()) {
                body.append(line).append('\n');
            }
            body.append(lines.rest(LARGEST_ERROR));
        } catch (ModelException e) {
            if (e.fault() instanceof ModelFault.Cancelled) {
                return e;
            }
            body.append(" (").append(e.getMessage()).append(')');
        }
        var fault = FaultMapper.ofStatus(
                response.statusCode(), body.toString(), RetryAfter.of(response.headers(), Instant.now()));
        return new ModelException(
                fault,
                "status " + response.statusCode() + ": "
                        + StreamReader.shortened(body.toString().strip()));
    }

    private static java.net.http.HttpRequest toJdk(dev.langchain4j.http.client.HttpRequest request) {
        try {
            var builder = java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
                    .method(request.method().name(), BodyPublishers.ofString(request.body()));
            request.headers().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
            return builder.build();
        } catch (IllegalArgumentException _) {
            throw unsendable(); // that one's message holds the header, and so the key
        }
    }

    private static ModelException unsendable() {
        return new ModelException(
                new ModelFault.Unauthorized(),
                "the provider's address or key holds a character that no request can have, such as a line break");
    }

    private static void abort(CompletableFuture<?> exchange, ResponseChunks chunks) {
        exchange.cancel(true);
        chunks.abort();
    }

    // a connection can be used again only when its response was read to the end, which mostly is there already
    private static void drain(ResponseChunks chunks) {
        try {
            ResponseChunks.Signal signal;
            do {
                signal = chunks.next(PATIENCE_FOR_LAST_BYTES);
            } while (signal instanceof ResponseChunks.Signal.Bytes);
            if (!(signal instanceof ResponseChunks.Signal.Ended)) {
                chunks.abort();
            }
        } catch (InterruptedException _) {
            chunks.abort();
        }
    }

    private static ModelException redacted(ModelException e, dev.langchain4j.http.client.HttpRequest request) {
        var detail = Redaction.of(String.valueOf(e.getMessage()), request.headers());
        return detail.equals(e.getMessage()) ? e : new ModelException(e.fault(), detail, e.getCause());
    }

    /// Hands this transport to LangChain4j, whose own limits are not used.
    record Builder(ModelHttp http, StreamDialect dialect) implements dev.langchain4j.http.client.HttpClientBuilder {

        @Override
        public Duration connectTimeout() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Builder connectTimeout(Duration timeout) {
            return this;
        }

        @Override
        public Duration readTimeout() {
            return ModelTimeouts.DEFAULT.total();
        }

        @Override
        public Builder readTimeout(Duration timeout) {
            return this;
        }

        @Override
        public HttpClient build() {
            return new ModelTransport(http, dialect);
        }
    }
}
