package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moltmates.schema.config.Dialect;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams as servers other than the vendors' own send them.
class OddStreamsTest {

    private static final String TEXT = chunk("{\"content\":\"Hello\"}", "null");
    private static final String STOP = chunk("{}", "\"stop\"");

    @Test
    void readsCommentsReturnsAndMissingSpaces() {
        var stream = ": PROCESSING\r\n\r\n" + TEXT.replace("data: ", "data:").replace("\n", "\r\n")
                + "id: 7\r\nretry: 5\r\n\r\n" + STOP.replace("\n", "\r\n") + "data: [DONE]";

        assertThat(answer(Dialect.OPENAI, stream).text()).isEqualTo("Hello");
    }

    @Test
    void takesAContentThatLooksLikeAMarker() {
        var words =
                "\\\"error\\\": {\\\"code\\\": 1}, \\\"finish_reason\\\": \\\"stop\\\", \\\"done\\\":true [DONE] message_stop";
        var stream = chunk("{\"content\":\"" + words + "\"}", "null") + STOP + "data: [DONE]\n\n";

        assertThat(answer(Dialect.OPENAI, stream).text())
                .startsWith("\"error\": {")
                .endsWith("message_stop");
        assertThat(failure(Dialect.OPENAI, chunk("{\"content\":\"" + words + "\"}", "null"))
                        .fault())
                .isInstanceOf(ModelFault.Truncated.class);
    }

    @Test
    void keepsToolCallsApartThatAllHaveIndexZero() {
        var answer = answer(
                Dialect.OPENAI,
                call("\"index\":0,\"id\":\"a\",", "read", "{\\\"path\\\":\\\"1\\\"}")
                        + call("\"index\":0,\"id\":\"b\",", "list", "{\\\"path\\\":\\\"2\\\"}")
                        + STOP
                        + "data: [DONE]\n\n");

        assertThat(answer.toolCalls())
                .containsExactly(
                        new ToolCall("a", "read", "{\"path\":\"1\"}"), new ToolCall("b", "list", "{\"path\":\"2\"}"));
        assertThat(answer.finishReason()).isEqualTo(ModelAnswer.FinishReason.TOOL_CALLS);
    }

    @Test
    void joinsAToolCallThatRepeatsItsIdInEachPiece() {
        var answer = answer(
                Dialect.OPENAI,
                call("\"id\":\"a\",", "read", "{\\\"path\\\":") + call("\"id\":\"a\",", "read", "\\\"1\\\"}") + STOP);

        assertThat(answer.toolCalls()).containsExactly(new ToolCall("a", "read", "{\"path\":\"1\"}"));
    }

    @Test
    void takesArgumentsThatAreAnObject() {
        var piece = chunk(
                "{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"read\",\"arguments\":{\"path\":\"1\"}}},"
                        + "{\"id\":\"b\",\"function\":{\"name\":\"list\",\"arguments\":{}}}]}",
                "null");

        assertThat(answer(Dialect.OPENAI, piece + STOP).toolCalls())
                .containsExactly(new ToolCall("a", "read", "{\"path\":\"1\"}"), new ToolCall("b", "list", "{}"));
    }

    @Test
    void takesAnOllamaToolWhoseArgumentsLookLikeMarkers() {
        var stream = """
                {"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"write",\
                "arguments":{"error":"none","done":true}}}]},"done":false}
                {"model":"m","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"eval_count":1}
                """;

        var call = answer(Dialect.OLLAMA, stream).toolCalls().getFirst();
        assertThat(call.name()).isEqualTo("write");
        assertThat(Json.parse(call.arguments()).path("error").asText()).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource
    void takesAPageInPlaceOfAStreamForAnError(Dialect dialect) {
        assertThat(failure(dialect, "<!doctype html>\n<p>Please sign in.</p>\n").fault())
                .isInstanceOf(ModelFault.ProviderError.class);
    }

    @ParameterizedTest
    @EnumSource
    void takesAnErrorInPlaceOfAStreamForWhatItSays(Dialect dialect) {
        var error = "{\"error\": {\"message\": \"Slow down\", \"code\": 429}}\n";

        assertThat(failure(dialect, error).fault()).isInstanceOf(ModelFault.RateLimited.class);
    }

    @ParameterizedTest
    @EnumSource
    void takesNothingAtAllForTruncated(Dialect dialect) {
        assertThat(failure(dialect, "").fault()).isInstanceOf(ModelFault.Truncated.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnEndlessLine(Dialect dialect) {
        var failure = failure(dialect, (dialect == Dialect.OLLAMA ? "{" : "data: ") + "x".repeat(9 << 20));

        assertThat(failure.fault()).isInstanceOf(ModelFault.ProviderError.class);
        assertThat(failure.getMessage()).hasSizeLessThan(3_000);
    }

    @Test
    void reportsAConnectionThatBreaksInAChunk() {
        var failure = failureOf(
                Dialect.OPENAI,
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(TEXT.length()) + "\r\n" + TEXT + "\r\nff\r\ndata: {\"cho");

        assertThat(failure.fault()).isInstanceOf(ModelFault.Truncated.class);
    }

    @Test
    void readsADateToComeBackAt() {
        var at = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(30).format(DateTimeFormatter.RFC_1123_DATE_TIME);

        assertThat(failureOf(Dialect.OPENAI, refusal("503 Busy", "Retry-After: " + at + "\r\n", "{}"))
                        .fault())
                .isInstanceOfSatisfying(
                        ModelFault.Overloaded.class,
                        fault -> assertThat(fault.retryAfter())
                                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30)));
    }

    @Test
    void ignoresATimeToComeBackThatIsNone() {
        assertThat(failureOf(Dialect.OPENAI, refusal("429 Slow", "Retry-After: soon\r\n", "{}"))
                        .fault())
                .isEqualTo(new ModelFault.RateLimited(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This model's maximum context length is 8192 tokens",
                "prompt is too long: 210000 tokens > 200000 maximum",
                "the request exceeds the available context size"
            })
    void tellsAConversationThatIsTooLong(String message) {
        assertThat(failureOf(Dialect.OPENAI, refusal("400 Bad", "", "{\"error\":{\"message\":\"" + message + "\"}}"))
                        .fault())
                .isInstanceOf(ModelFault.ContextTooLong.class);
    }

    @Test
    void tellsAnEmptyAccountFromTooManyRequests() {
        assertThat(failureOf(Dialect.OPENAI, refusal("429 Quota", "", "{\"error\":{\"code\":\"insufficient_quota\"}}"))
                        .fault())
                .isInstanceOf(ModelFault.OutOfCredit.class);
    }

    @Test
    void neverSendsTheKeyWhereARedirectionPoints() {
        assertThat(failureOf(Dialect.OPENAI, refusal("307 Elsewhere", "Location: http://127.0.0.1:1/\r\n", ""))
                        .fault())
                .isInstanceOf(ModelFault.BadRequest.class);
    }

    @Test
    void takesTheKeyOutOfWhatTheProviderWrote() {
        var body = "{\"error\":{\"message\":\"Incorrect API key provided: " + Providers.KEY + "\"}}";

        assertThat(failureOf(Dialect.OPENAI, refusal("401 No", "", body)))
                .hasMessageContaining("Incorrect API key")
                .hasMessageNotContaining(Providers.KEY);
    }

    private static ModelAnswer answer(Dialect dialect, String body) {
        try (var played = PlayedStream.of(body)) {
            return Providers.client(dialect, played.url(), Providers.QUICK)
                    .answer(Providers.asking("hello"), ModelListener.silent(), new Cancellation());
        }
    }

    private static ModelException failure(Dialect dialect, String body) {
        return catchThrowableOfType(ModelException.class, () -> answer(dialect, body));
    }

    private static ModelException failureOf(Dialect dialect, String response) {
        try (var played = PlayedStream.ofResponse(response)) {
            var client = Providers.client(dialect, played.url(), Providers.QUICK);
            return catchThrowableOfType(
                    ModelException.class,
                    () -> client.answer(Providers.asking("hello"), ModelListener.silent(), new Cancellation()));
        }
    }

    private static String refusal(String status, String headers, String body) {
        return Stream.of("HTTP/1.1 " + status, "Content-Type: application/json", "Content-Length: " + body.length())
                        .collect(Collectors.joining("\r\n"))
                + "\r\n" + headers + "\r\n" + body;
    }

    private static String call(String head, String name, String arguments) {
        return chunk(
                "{\"tool_calls\":[{" + head + "\"function\":{\"name\":\"" + name + "\",\"arguments\":\"" + arguments
                        + "\"}}]}",
                "null");
    }

    private static String chunk(String delta, String reason) {
        return "data: {\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"finish_reason\": " + reason + "}]}\n\n";
    }
}
