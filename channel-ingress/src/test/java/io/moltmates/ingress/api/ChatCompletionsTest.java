package io.moltmates.ingress.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moltmates.ingress.BlobStore;
import io.moltmates.ingress.TestHttp;
import io.moltmates.ingress.TestSettings;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent.TextDelta;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.TokenUsage;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatCompletionsTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String HI = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String HI_STREAM =
            "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    Path state;

    private final TestSettings settings = new TestSettings();
    private final ApiChannel channel = new ApiChannel();
    private final BlockingQueue<InboundMessage> log = new LinkedBlockingQueue<>();
    private final String[] operator = {"Authorization", "Bearer " + TestSettings.SECRETS.operatorToken()};
    private CompletionStage<Void> written = CompletableFuture.completedStage(null);
    private boolean ready = true;
    private TestHttp http;

    @BeforeEach
    void open() throws Exception {
        var access = new ApiAccess(settings.tokens(), settings);
        var completions = new ChatCompletions(
                settings, access, channel, () -> ready, this::write, new BlobStore(new StateLayout(state)));
        var routes = new ApiRoutes(completions, access, channel);
        http = new TestHttp(routes::paths);
    }

    @AfterEach
    void close() throws Exception {
        http.close();
    }

    @Test
    void answersWithWhatTheTurnCameTo() throws Exception {
        var response = post(HI, operator);
        var message = asked();
        answer(message, Outcome.ANSWERED, "Hello.");

        assertThat(message.live()).isFalse();
        assertThat(message.user().value()).isEqualTo("api_default");
        assertThat(response).succeedsWithin(20, TimeUnit.SECONDS).satisfies(answered -> {
            assertThat(answered.statusCode()).isEqualTo(200);
            assertThat(answered.body()).contains("\"content\":\"Hello.\"", "\"total_tokens\":3");
        });
    }

    @Test
    void streamsAnAnswerThatGrows() throws Exception {
        var response = post(HI_STREAM, operator);
        var message = asked();
        channel.progress(new TextDelta(message.user(), message.address(), message.id(), 1, 1, 1, "Hel"));
        answer(message, Outcome.ANSWERED, "Hello.");

        assertThat(message.live()).isTrue();
        var body = response.get(20, TimeUnit.SECONDS).body();
        assertThat(body.split("\n\n"))
                .hasSize(6)
                .allMatch(event -> event.startsWith("data: "))
                .satisfiesExactly(
                        event -> assertThat(event).contains("\"role\":\"assistant\""),
                        event -> assertThat(event).contains("{\"content\":\"Hel\"}"),
                        event -> assertThat(event).contains("{\"content\":\"lo.\"}"),
                        event -> assertThat(event).contains("\"finish_reason\":\"stop\""),
                        event -> assertThat(event).contains("\"choices\":[]", "\"total_tokens\":3"),
                        event -> assertThat(event).isEqualTo("data: [DONE]"));
    }

    @Test
    void saysInAStreamThatTheTurnFailed() throws Exception {
        var response = post(HI_STREAM, operator);
        var message = asked();
        channel.progress(new TextDelta(message.user(), message.address(), message.id(), 1, 1, 1, "Hel"));
        answer(message, Outcome.FAILED, "The model did not answer.");

        assertThat(response.get(20, TimeUnit.SECONDS).body())
                .contains("data: {\"error\":{\"message\":\"The model did not answer.\",\"type\":\"server_error\"");
    }

    @Test
    void tellsAFailedTurnByItsStatus() throws Exception {
        var response = post(HI, operator);
        answer(asked(), Outcome.FAILED, "The model did not answer.");

        assertError(response, 502, "The model did not answer.", "turn_failed");
        assertThat(response.get().headers().firstValue("x-should-retry")).hasValue("false");
    }

    @Test
    void tellsARefusedTurnByItsStatus() throws Exception {
        var response = post(HI_STREAM, operator);
        answer(asked(), Outcome.REFUSED, "Too many messages wait.");

        assertError(response, 429, "Too many messages wait.", "refused");
    }

    @Test
    void givesOneAnswerToTwoRequestsOfOneKey() throws Exception {
        var first = post(HI, "Idempotency-Key", "k1", operator[0], operator[1]);
        var message = asked();
        var second = post(HI, "Idempotency-Key", "k1", operator[0], operator[1]);
        await().until(() -> channel.held() == 2);
        answer(message, Outcome.ANSWERED, "Hello.");

        assertThat(first.get(20, TimeUnit.SECONDS).body()).contains("Hello.");
        assertThat(second.get(20, TimeUnit.SECONDS).body()).contains("Hello.");
        assertThat(log).isEmpty();
    }

    @Test
    void refusesAnotherMessageUnderAKeyThatIsInUse() throws Exception {
        var _ = post(HI, "Idempotency-Key", "k1", operator[0], operator[1]);
        asked();
        var second = post(HI.replace("hi", "bye"), "Idempotency-Key", "k1", operator[0], operator[1]);

        assertError(
                second,
                422,
                "This Idempotency-Key belongs to another message that is being answered. Use a new key for each"
                        + " message.",
                "idempotency_key_reused");
    }

    @Test
    void refusesAKeyThatIsNone() throws Exception {
        assertError(
                post(HI, "Idempotency-Key", "a b", operator[0], operator[1]),
                400,
                "'Idempotency-Key' has 1 to 255 visible ASCII characters.",
                "invalid_value");
    }

    @Test
    void forgetsAClientThatWentAway() throws Exception {
        var response = post(HI, operator);
        asked();
        response.cancel(true);

        await().until(() -> channel.held() == 0);
    }

    @Test
    void refusesWhileItStarts() throws Exception {
        ready = false;

        assertError(post(HI, operator), 503, "Moltmates is starting. Try again in a moment.", "unavailable");
    }

    @Test
    void saysThatAMessageCouldNotBeStored() throws Exception {
        written = CompletableFuture.failedStage(new IllegalStateException("no broker"));
        var response = post(HI, "Idempotency-Key", "k1", operator[0], operator[1]);

        assertError(
                response,
                503,
                "The message could not be stored. Send it again with the header 'Idempotency-Key: k1'.",
                "unavailable");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        assertError(
                http.send("POST", PATH, BodyPublishers.ofByteArray(new byte[33 << 20]), operator),
                413,
                "The body is larger than 32 MB.",
                "request_too_large");
    }

    @Test
    void storesPicturesBesideTheMessage() throws Exception {
        var _ = post(
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
                        + "\"data:image/png;base64,AQID\"}}]}]}",
                operator);
        var message = asked();

        assertThat(message.attachments()).singleElement().satisfies(image -> {
            assertThat(image.name()).isEqualTo("image-1.png");
            assertThat(new StateLayout(state).blobs(message.id()).resolve(image.blob()))
                    .hasBinaryContent(new byte[] {1, 2, 3});
        });
    }

    @Test
    void listsTheOneModel() throws Exception {
        assertThat(http.answer("GET", "/v1/models", "", operator).body())
                .contains("\"object\":\"list\"", "\"id\":\"moltmates\"");
        assertThat(http.answer("GET", "/v1/models/moltmates", "", operator).statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysWhichPathsThereAre() throws Exception {
        assertError(
                http.send("GET", "/v1/models/gpt-4o", BodyPublishers.noBody(), operator),
                404,
                "There is no model 'gpt-4o' here. There is one, 'moltmates': the operator chooses what is behind it.",
                "model_not_found");
        assertError(
                http.send("POST", "/v1/embeddings", BodyPublishers.noBody(), operator),
                404,
                "Unknown request URL: POST /v1/embeddings. There are POST /v1/chat/completions and GET /v1/models.",
                "unknown_url");
    }

    private CompletableFuture<HttpResponse<String>> post(String body, String... headers) {
        return http.send("POST", PATH, BodyPublishers.ofString(body), headers);
    }

    private static void assertError(
            CompletableFuture<HttpResponse<String>> response, int status, String message, String code)
            throws Exception {
        var answer = response.get(20, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"message\":\"" + message + "\"", "\"code\":\"" + code + "\"");
    }

    private CompletionStage<Void> write(InboundMessage message) {
        log.add(message);
        return written;
    }

    private InboundMessage asked() throws InterruptedException {
        var message = log.poll(20, TimeUnit.SECONDS);
        assertThat(message).isNotNull();
        return message;
    }

    private void answer(InboundMessage message, Outcome outcome, String text) {
        channel.deliver(new Reply(
                message.id() + ".reply",
                message.user(),
                message.address(),
                message.id(),
                "s1",
                1,
                text,
                outcome,
                List.of(),
                new TokenUsage(2, 1, 0, 0),
                null,
                null,
                Instant.EPOCH));
    }
}
