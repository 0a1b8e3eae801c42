package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import io.moltmates.agent.model.ModelRequest.ReasoningEffort;
import io.moltmates.agent.model.ModelRequest.SystemPrompt;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.config.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How long a model may think is said as its provider wants it; the double refuses what Anthropic refuses.
class ThinkingTest {

    private final ProviderDouble provider = ProviderDouble.start();
    private final List<ModelMessage> messages = new ArrayList<>();
    private int maxOutput = 32_000;

    @AfterEach
    void stop() {
        provider.close();
    }

    private ModelAnswer ask(Dialect dialect, String model, @Nullable ReasoningEffort effort) {
        var client = new ModelClientFactory(new ModelHttp())
                .client(
                        Providers.provider(dialect, provider.url(), ModelTimeouts.DEFAULT),
                        model,
                        new ModelProfile(100_000, maxOutput, true, true, false),
                        new ModelClientFactory.Defaults(4_096, 0.5));
        return client.answer(
                new ModelRequest(
                        new SystemPrompt("Be kind.", ""), messages, List.of(Providers.WRITE), null, null, effort),
                ModelListener.silent(),
                new Cancellation());
    }

    private JsonNode sent() {
        return Json.parse(provider.requests().getLast());
    }

    @ParameterizedTest
    @CsvSource({"LOW, 2048", "MEDIUM, 8192", "HIGH, 16384"})
    void anAnthropicModelGetsABudgetBesideItsAnswerAndNoTemperature(ReasoningEffort effort, int budget) {
        messages.add(new UserMessage("Hi"));

        assertThat(ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", effort).text()).startsWith("You said");

        assertThat(sent().path("thinking").path("type").asText()).isEqualTo("enabled");
        assertThat(sent().path("thinking").path("budget_tokens").asInt()).isEqualTo(budget);
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(4_096 + budget);
        assertThat(sent().has("temperature")).isFalse();
    }

    @Test
    void aModelThatWritesLittleThinksLess() {
        messages.add(new UserMessage("Hi"));
        maxOutput = 8_192;

        ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", ReasoningEffort.HIGH);

        assertThat(sent().path("thinking").path("budget_tokens").asInt()).isEqualTo(4_096);
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(8_192);
    }

    @Test
    void aModelThatDecidesItselfGetsNoBudget() {
        messages.add(new UserMessage("Hi"));

        ask(Dialect.ANTHROPIC, "claude-opus-4-7", ReasoningEffort.LOW);

        assertThat(sent().path("thinking").toString()).isEqualTo("{\"type\":\"adaptive\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5", "claude-fable-5-1"})
    void aModelThatThinksUnaskedGetsNoTemperature(String model) {
        messages.add(new UserMessage("Hi"));

        ask(Dialect.ANTHROPIC, model, null);

        assertThat(sent().has("thinking")).isFalse();
        assertThat(sent().has("temperature")).isFalse();
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(4_096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-3-5-sonnet-20241022", "claude-3-haiku", "double"})
    void aModelThatCanNotIsNotToldTo(String model) {
        messages.add(new UserMessage("Hi"));

        ask(Dialect.ANTHROPIC, model, ReasoningEffort.HIGH);

        assertThat(sent().has("thinking")).isFalse();
        assertThat(sent().path("temperature").asDouble()).isEqualTo(0.5);
    }

    @Test
    void withoutAWishNothingIsSaid() {
        messages.add(new UserMessage("Hi"));

        ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", null);
        assertThat(sent().has("thinking")).isFalse();
        ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", ReasoningEffort.MINIMAL);
        assertThat(sent().has("thinking")).isFalse();
    }

    @Test
    void whatItThoughtGoesBackWithTheToolsResults() {
        messages.add(new UserMessage("<<tool write {\"path\":\"a\"}>>"));
        var asked = ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", ReasoningEffort.LOW);
        assertThat(asked.thinking()).isNotNull();
        messages.add(new AssistantMessage(asked.text(), asked.toolCalls(), asked.thinking()));
        messages.add(new ToolResultMessage(asked.toolCalls().getFirst().id(), "write", "done", false));

        var answer = ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", ReasoningEffort.LOW);

        assertThat(answer.text()).isEqualTo("The tool said: done");
        assertThat(sent().path("messages").path(1).path("content").path(0).toString())
                .contains("\"thinking\":\"Let me see.\"")
                .contains("signed-by-the-double");
    }

    @Test
    void aTurnThatAnotherModelBeganGoesOnWithoutThinking() {
        messages.add(new UserMessage("Hi"));
        messages.add(new AssistantMessage("", List.of(new ToolCall("call1", "write", "{}"))));
        messages.add(new ToolResultMessage("call1", "write", "done", false));

        assertThat(ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", ReasoningEffort.LOW)
                        .text())
                .isEqualTo("The tool said: done");
        assertThat(sent().has("thinking")).isFalse();
    }

    @Test
    void earlierTurnsToolsDoNotStandInTheWay() {
        messages.add(new UserMessage("Hi"));
        messages.add(new AssistantMessage("Hello."));
        messages.add(new UserMessage("And now?"));

        ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", ReasoningEffort.LOW);

        assertThat(sent().has("thinking")).isTrue();
    }

    @Test
    void theDoubleRefusesWhatAnthropicRefuses() {
        messages.add(new UserMessage("Hi"));
        var thought = new ModelMessage.ModelThinking("changed", "forged", List.of());
        messages.add(new AssistantMessage("", List.of(new ToolCall("call1", "write", "{}")), thought));
        messages.add(new ToolResultMessage("call1", "write", "done", false));

        assertThatThrownBy(() -> ask(Dialect.ANTHROPIC, "claude-sonnet-4-5", ReasoningEffort.LOW))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.fault()).isInstanceOf(ModelFault.BadRequest.class));
    }

    @Test
    void anOllamaModelIsToldWhetherToThinkWhereItCan() {
        messages.add(new UserMessage("Hi"));

        ask(Dialect.OLLAMA, "qwen3:8b", ReasoningEffort.HIGH);
        assertThat(sent().path("think").asBoolean()).isTrue();
        ask(Dialect.OLLAMA, "qwen3:8b", ReasoningEffort.MINIMAL);
        assertThat(sent().path("think").isBoolean()).isTrue();
        assertThat(sent().path("think").asBoolean()).isFalse();
        ask(Dialect.OLLAMA, "llama3.1", ReasoningEffort.HIGH);
        assertThat(sent().path("think").isBoolean()).isFalse();
    }
}
