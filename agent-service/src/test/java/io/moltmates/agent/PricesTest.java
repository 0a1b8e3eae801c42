package io.moltmates.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.moltmates.schema.TokenUsage;
import io.moltmates.schema.config.PriceConfig;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {

    private static final TokenUsage MILLION_EACH = new TokenUsage(1_000_000, 1_000_000, 0, 0);

    private static final PriceList LIST = PriceList.builtIn();

    private final Prices listed = new Prices(LIST, Map.of());

    @Test
    void haveADate() {
        assertThat(LocalDate.parse(LIST.date())).isBefore(LocalDate.now(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/gpt-4o", "openai/gpt-4o-2024-08-06", "openai/gpt-4o-latest"})
    void areThoseOfTheListWhateverTheVersion(String model) {
        assertThat(listed.cost(model, MILLION_EACH)).isEqualTo(12.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/gpt-4o-audio-preview", "openai/gpt-4", "groq/gpt-4o", "mine/llama3", "gpt-4o"})
    void areNotGuessed(String model) {
        assertThat(listed.cost(model, MILLION_EACH)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ollama/llama3.2", "vllm/qwen", "llamacpp/x", "demo/demo"})
    void areNothingOnAMachineOfOnesOwn(String model) {
        assertThat(listed.cost(model, MILLION_EACH)).isEqualTo(0.0);
    }

    @Test
    void ofTheOperatorWin() {
        var own = new Prices(LIST, Map.of("openai/gpt-4o", new PriceConfig(1, 2, null, null)));

        assertThat(own.cost("openai/gpt-4o-2024-08-06", MILLION_EACH)).isEqualTo(3.0);
    }

    @Test
    void ofTheCacheAreTheirOwn() {
        var usage = new TokenUsage(1_000_000, 0, 600_000, 200_000);

        assertThat(listed.cost("anthropic/claude-sonnet-4-5-20250929", usage))
                .isEqualTo(0.2 * 3 + 0.6 * 0.3 + 0.2 * 3.75, within(1e-9));
    }

    @Test
    void ofARecordingAreByTheMinuteOrByTokens() {
        assertThat(listed.cost("openai/whisper-1", TokenUsage.NONE, 90)).isEqualTo(0.009, within(1e-9));
        assertThat(listed.cost("openai/gpt-4o-transcribe", MILLION_EACH, 0)).isEqualTo(16.0);
        assertThat(listed.cost("groq/whisper-large-v3", TokenUsage.NONE, 0)).isNull();
        assertThat(listed.cost("openai/gpt-4o-transcribe", TokenUsage.NONE, 0)).isNull();
        assertThat(listed.cost("vllm/whisper", TokenUsage.NONE, 0)).isEqualTo(0.0);
    }
}
