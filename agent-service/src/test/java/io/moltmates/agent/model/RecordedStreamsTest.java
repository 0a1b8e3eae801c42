package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moltmates.schema.config.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What real providers once sent, played again: whole, and cut at every event. Where the recordings are not at hand,
/// streams that were made
/// after their pattern are played.
class RecordedStreamsTest {

    private static final Path STREAMS = streams();

    private static final List<String> MADE_ANTHROPIC = List.of(
            """
            {"type":"message_start","message":{"model":"m","id":"msg_1","type":"message","role":"assistant","content":[],\
            "stop_reason":null,"usage":{"input_tokens":565,"cache_read_input_tokens":0,"output_tokens":1}}}""",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
            "{\"type\": \"ping\"}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello\"}}",
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" there\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            """
            {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"update","input":{}}}""",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\"}}",
            "{\"type\":\"content_block_stop\",\"index\":1}",
            """
            {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},\
            "usage":{"input_tokens":565,"cache_read_input_tokens":0,"output_tokens":48}}""",
            "{\"type\":\"message_stop\"}");

    private static final List<String> MADE_OPENAI = List.of(
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"**Hi**\"},\"finish_reason\":null}],\"usage\":null}",
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}",
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":16,\"completion_tokens\":3,\"total_tokens\":19}}");

    @ParameterizedTest
    @ValueSource(strings = {"anthropic-text.chunks.txt", "basic_response.txt", "tool_use_response.txt"})
    void playsAnthropicsWords(String file) throws IOException {
        var events = anthropic(file);

        assertThat(answer(Dialect.ANTHROPIC, String.join("", events)).text())
                .isEqualTo(wordsOf(events))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic-tool-no-args.chunks.txt", "tool_use_response.txt"})
    void playsAnthropicsToolCalls(String file) throws IOException {
        var answer = answer(Dialect.ANTHROPIC, String.join("", anthropic(file)));

        assertThat(answer.toolCalls()).hasSize(1);
        assertThat(Json.parse(answer.toolCalls().getFirst().arguments()).isObject())
                .isTrue();
        assertThat(answer.finishReason()).isEqualTo(ModelAnswer.FinishReason.TOOL_CALLS);
        assertThat(answer.usage().input()).isPositive();
    }

    @Test
    void countsTokensOnceThatAnthropicReportsTwice() throws IOException {
        var usage = answer(Dialect.ANTHROPIC, String.join("", anthropic("anthropic-tool-no-args.chunks.txt")))
                .usage();

        assertThat(usage.input()).isEqualTo(565);
        assertThat(usage.output()).isEqualTo(48);
    }

    @Test
    void playsOpenAisWords() throws IOException {
        var events = openAi();
        var answer = answer(Dialect.OPENAI, String.join("", events));

        assertThat(answer.text()).isEqualTo(wordsOf(events)).isNotEmpty();
        assertThat(answer.usage().output()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic-text.chunks.txt", "tool_use_response.txt", "anthropic-tool-no-args.chunks.txt"})
    void takesNoPartOfAnthropicsForTheWhole(String file) throws IOException {
        var events = anthropic(file);
        for (int end = 0; end < events.size() - 1; end++) {
            assertTruncated(Dialect.ANTHROPIC, events.subList(0, end));
        }
    }

    @Test
    void takesNoPartOfOpenAisForTheWhole() throws IOException {
        var events = openAi();
        for (int end = 0; !events.get(end).contains("\"finish_reason\":\"stop\""); end++) {
            assertTruncated(Dialect.OPENAI, events.subList(0, end));
        }
    }

    private static void assertTruncated(Dialect dialect, List<String> events) {
        var failure = catchThrowableOfType(ModelException.class, () -> answer(dialect, String.join("", events)));
        assertThat(failure.fault()).isInstanceOf(ModelFault.Truncated.class);
    }

    private static ModelAnswer answer(Dialect dialect, String body) {
        try (var played = PlayedStream.of(body)) {
            return Providers.client(dialect, played.url(), Providers.QUICK)
                    .answer(Providers.asking("hello"), ModelListener.silent(), new Cancellation());
        }
    }

    private static List<String> anthropic(String file) throws IOException {
        var path = STREAMS.resolve("anthropic").resolve(file);
        return (Files.exists(path) ? Files.readAllLines(path) : MADE_ANTHROPIC)
                .stream()
                        .map(line -> line.startsWith("data: ") ? line.substring(6) : line)
                        .filter(line -> line.startsWith("{"))
                        .map(json -> "event: " + Json.parse(json).path("type").asText() + "\ndata: " + json + "\n\n")
                        .toList();
    }

    private static List<String> openAi() throws IOException {
        var path = STREAMS.resolve("openai").resolve("chat__openai-text.chunks.txt");
        return (Files.exists(path) ? Files.readAllLines(path) : MADE_OPENAI)
                .stream()
                        .filter(line -> line.startsWith("{"))
                        .map(json -> "data: " + json + "\n\n")
                        .toList();
    }

    private static String wordsOf(List<String> events) {
        return events.stream()
                .map(event -> Json.parse(event.substring(event.indexOf("data: ") + 6)))
                .map(json -> json.has("choices")
                        ? json.path("choices")
                                .path(0)
                                .path("delta")
                                .path("content")
                                .asText("")
                        : json.path("delta").path("text").asText(""))
                .collect(Collectors.joining());
    }

    private static Path streams() {
        for (var directory = Path.of("").toAbsolutePath(); directory != null; directory = directory.getParent()) {
            var candidate = directory.resolve("../shared/specs/streams").normalize();
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return Path.of("..", "shared", "specs", "streams");
    }
}
