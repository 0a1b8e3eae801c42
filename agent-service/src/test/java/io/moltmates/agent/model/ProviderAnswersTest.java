package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.agent.model.ModelAnswer.FinishReason;
import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ModelImage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import io.moltmates.agent.model.ModelRequest.SystemPrompt;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.config.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a healthy provider says arrives whole, in each dialect, over a real socket.
class ProviderAnswersTest {

    private final ProviderDouble provider = ProviderDouble.start();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void stop() {
        provider.close();
    }

    @ParameterizedTest
    @EnumSource
    void streamsTheWordsAndCountsTokens(Dialect dialect) {
        var answer = ask(dialect, Providers.asking("<<say One two thrée 🦎.>>"));

        assertThat(answer.text()).isEqualTo("One two thrée 🦎.");
        assertThat(heard).containsExactly("One ", "two ", "thrée ", "🦎.");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(answer.usage().input()).isEqualTo(100);
        assertThat(answer.usage().output()).isGreaterThanOrEqualTo(4);
        assertThat(answer.model().model()).isEqualTo("double");
    }

    @Test
    void countsWhatCameFromTheCache() {
        assertThat(ask(Dialect.ANTHROPIC, Providers.asking("hello")).usage().cacheRead())
                .isEqualTo(64);
        assertThat(ask(Dialect.ANTHROPIC, Providers.asking("hello")).usage().cacheWrite())
                .isEqualTo(16);
        assertThat(ask(Dialect.OPENAI, Providers.asking("hello")).usage().cacheRead())
                .isEqualTo(64);
    }

    @ParameterizedTest
    @EnumSource
    void takesSeveralToolCallsWithSplitAndEmptyArguments(Dialect dialect) {
        var answer = ask(
                dialect,
                Providers.asking("<<say Wait.>> <<tool write {\"path\":\"a\",\"content\":\"x\"}>> <<tool list>>"));

        assertThat(answer.text()).isEqualTo("Wait.");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(answer.toolCalls()).extracting(ToolCall::name).containsExactly("write", "list");
        assertThat(Json.parse(answer.toolCalls().getFirst().arguments()))
                .isEqualTo(Json.parse("{\"path\":\"a\",\"content\":\"x\"}"));
        assertThat(answer.toolCalls().getLast().arguments()).isEqualTo("{}");
        assertThat(answer.toolCalls())
                .extracting(ToolCall::id)
                .doesNotContain("")
                .doesNotHaveDuplicates();
    }

    @Test
    void takesToolCallsWithoutIndexAndId() {
        var answer = ask(
                Dialect.OPENAI,
                Providers.asking("<<no-index>> <<tool write {\"path\":\"a\"}>> <<tool list {\"path\":\"b\"}>>"));

        assertThat(answer.toolCalls()).extracting(ToolCall::name).containsExactly("write", "list");
        assertThat(answer.toolCalls())
                .extracting(ToolCall::arguments)
                .containsExactly("{\"path\":\"a\"}", "{\"path\":\"b\"}");
        assertThat(answer.toolCalls())
                .extracting(ToolCall::id)
                .doesNotContain("")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheToolsResultsBack(Dialect dialect) {
        var call = new ToolCall("call_1", "write", "{\"path\":\"a\"}");
        var broken = new ToolCall("call_2", "write", "{oops");
        var request = new ModelRequest(
                new SystemPrompt("You are kind.", ""),
                List.of(
                        new UserMessage("Earlier."),
                        new AssistantMessage("Yes?"),
                        new UserMessage("Write it."),
                        new AssistantMessage("", List.of(call, broken)),
                        new ToolResultMessage("call_1", "write", "written", false),
                        new ToolResultMessage("call_2", "write", "", true)),
                List.of(Providers.WRITE));

        assertThat(ask(dialect, request).text()).isEqualTo("The tool said: written | (no output)");
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENAI", "OLLAMA"})
    void asksAModelWithoutToolsThatTakesNone(Dialect dialect) {
        var client = Providers.client(dialect, provider);
        var request = Providers.asking("<<no-tools>> <<say Hello.>>");

        assertThat(client.answer(request, heard::add, new Cancellation()).text())
                .isEqualTo("Hello.");
        assertThat(client.answer(request, heard::add, new Cancellation()).text())
                .isEqualTo("Hello.");
        assertThat(provider.calls()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void sendsImages(Dialect dialect) {
        var image = new ModelImage("image/png", "aW1hZ2U=");
        var request = new ModelRequest(
                new SystemPrompt("You are kind.", ""),
                List.of(new UserMessage("What is this?", List.of(image))),
                List.of());

        assertThat(ask(dialect, request).text()).isEqualTo("You said: What is this?");
        assertThat(provider.requests().getLast()).contains("aW1hZ2U=");
    }

    @Test
    void marksForAnthropicWhatStaysTheSame() {
        var request = new ModelRequest(
                new SystemPrompt("You are kind.", "It is noon."),
                List.of(new UserMessage("Earlier."), new AssistantMessage("Yes?"), new UserMessage("Now.")),
                List.of(Providers.WRITE));

        ask(Dialect.ANTHROPIC, request);

        var body = Json.parse(provider.requests().getLast());
        assertThat(body.path("system").path(0).path("text").asText()).isEqualTo("You are kind.");
        assertThat(body.path("system")
                        .path(0)
                        .path("cache_control")
                        .path("type")
                        .asText())
                .isEqualTo("ephemeral");
        assertThat(body.path("tools").path(0).path("cache_control").path("type").asText())
                .isEqualTo("ephemeral");
        assertThat(body.path("messages").path(0).toString()).doesNotContain("cache_control");
        assertThat(body.path("messages").path(1).toString()).contains("cache_control");
        assertThat(body.path("messages").path(2).toString()).contains("cache_control", "It is noon.");
    }

    @ParameterizedTest
    @EnumSource
    void describesTheToolsArguments(Dialect dialect) {
        ask(dialect, Providers.asking("hello"));

        var tool = Json.parse(provider.requests().getLast()).path("tools").path(0);
        var schema = tool.has("function") ? tool.path("function").path("parameters") : tool.path("input_schema");
        var properties = schema.path("properties");
        assertThat(properties.path("path").path("type").asText()).isEqualTo("string");
        assertThat(properties.path("lines").path("items").path("type").asText()).isEqualTo("integer");
        assertThat(properties.path("mode").path("enum").path(1).asText()).isEqualTo("append");
        assertThat(properties.path("limit").path("minimum").asInt()).isEqualTo(1);
        assertThat(schema.path("required").path(0).asText()).isEqualTo("path");
    }

    @Test
    void asksReasoningModelsInTheirOwnWay() {
        var profile = ModelTable.profile("openai", "gpt-5-mini", false, null);
        var client = new ModelClientFactory(new ModelHttp())
                .client(
                        Providers.provider(Dialect.OPENAI, provider.url(), Providers.QUICK),
                        "gpt-5-mini",
                        profile,
                        new ModelClientFactory.Defaults(1_000, 0.3));
        var request = new ModelRequest(
                new SystemPrompt("You are kind.", ""),
                List.of(new UserMessage("Hello.")),
                List.of(),
                null,
                0.5,
                ModelRequest.ReasoningEffort.LOW);

        client.answer(request, ModelListener.silent(), new Cancellation());

        var body = Json.parse(provider.requests().getLast());
        assertThat(body.has("max_tokens")).isFalse();
        assertThat(body.has("temperature")).isFalse();
        assertThat(body.path("max_completion_tokens").asInt()).isGreaterThanOrEqualTo(1_000);
        assertThat(body.path("reasoning_effort").asText()).isEqualTo("low");
    }

    @ParameterizedTest
    @EnumSource
    void usesOneConnectionForManyCalls(Dialect dialect) {
        for (int call = 0; call < 20; call++) {
            ask(dialect, Providers.asking("hello"));
        }

        assertThat(provider.connections()).isLessThan(10);
    }

    private ModelAnswer ask(Dialect dialect, ModelRequest request) {
        return Providers.client(dialect, provider).answer(request, heard::add, new Cancellation());
    }
}
