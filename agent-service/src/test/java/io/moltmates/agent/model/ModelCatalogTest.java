package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.config.AgentConfig;
import io.moltmates.schema.config.Dialect;
import io.moltmates.schema.config.ProviderConfig;
import io.moltmates.schema.config.Secret;
import io.moltmates.schema.config.TimeoutsConfig;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The operator's words, the environment and this machine decide which model answers.
class ModelCatalogTest {

    @Test
    void takesTheDemoModelWhenThereIsNothing() {
        var catalog = catalog(AgentConfig.DEFAULT, Map.of(), Map.of(), null);

        assertThat(catalog.choose(null).isDemo()).isTrue();
        assertThat(catalog.on()).isFalse();
        assertThat(catalog.howToTurnOn()).contains("ANTHROPIC_API_KEY");
    }

    @Test
    void takesTheLocalModelThatAnswers() {
        var catalog = catalog(AgentConfig.DEFAULT, Map.of(), Map.of(), "llama3.2:3b");

        assertThat(catalog.choose(null).reference()).hasToString("ollama/llama3.2:3b");
        assertThat(catalog.on()).isTrue();
    }

    @Test
    void asksARealOllamaForItsModels() {
        try (var provider = ProviderDouble.start()) {
            assertThat(LocalModels.first(provider.url())).isEqualTo("double");
        }
        assertThat(LocalModels.first("http://127.0.0.1:1")).isNull();
    }

    @Test
    void prefersAKeyInTheEnvironmentToALocalModel() {
        var catalog = catalog(AgentConfig.DEFAULT, Map.of(), Map.of("GROQ_API_KEY", "gsk_1"), "llama3");

        assertThat(catalog.choose(null).reference().provider()).isEqualTo("groq");
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic/claude-x, anthropic/claude-x",
        "claude-sonnet-4-5, anthropic/claude-sonnet-4-5",
        "gpt-5-mini, openai/gpt-5-mini",
        "gpt-6.1-terra, openai/gpt-6.1-terra",
        "o3, openai/o3",
        "ollama/llama3, ollama/llama3",
        "llama3.2, ollama/llama3.2",
        "openrouter/meta-llama/llama-3.3-70b, openrouter/meta-llama/llama-3.3-70b",
        "meta-llama/llama-3.3-70b, openrouter/meta-llama/llama-3.3-70b",
        "sonar-pro, perplexity/sonar-pro",
        "demo, demo/demo",
    })
    void findsTheProviderOfAName(String written, String meant) {
        var catalog = catalog(main(written, List.of()), Map.of(), Map.of(), null);

        assertThat(catalog.choose(null).reference()).hasToString(meant);
        assertThat(catalog(AgentConfig.DEFAULT, Map.of(), Map.of(), null)
                        .choose(written)
                        .reference())
                .hasToString(meant);
    }

    @Test
    void asksTheFallbackWhenTheFirstModelHasNoKey() {
        try (var provider = ProviderDouble.start()) {
            var catalog = catalog(
                    main("anthropic/claude-x", List.of("mine/some-model")),
                    Map.of("mine", at(provider.openAiUrl())),
                    Map.of(),
                    null);

            var answer = catalog.choose(null)
                    .client()
                    .answer(Providers.asking("hello"), ModelListener.silent(), new Cancellation());

            assertThat(answer.model()).hasToString("mine/some-model");
            assertThat(answer.text()).isEqualTo("You said: hello");
        }
    }

    @Test
    void tellsTheLogWhichKeyIsMissing() {
        var catalog = catalog(main("openai/gpt-4.1", List.of()), Map.of(), Map.of(), null);

        var failure = catchThrowableOfType(
                ModelException.class,
                () -> catalog.choose(null)
                        .client()
                        .answer(Providers.asking("hello"), ModelListener.silent(), new Cancellation()));

        assertThat(failure.fault()).isInstanceOf(ModelFault.Unauthorized.class);
        assertThat(failure).hasMessageContaining("OPENAI_API_KEY");
    }

    @Test
    void followsChangedSettings() {
        var catalog = catalog(AgentConfig.DEFAULT, Map.of(), Map.of(), null);

        catalog.use(new ModelSettings(Map.of(), main("gpt-4.1", List.of()), Map.of()));

        assertThat(catalog.choose(null).reference()).hasToString("openai/gpt-4.1");
    }

    @Test
    void leavesAProviderOffWhoseSettingsAreBad() {
        var catalog = new ModelCatalog(
                new ModelSettings(
                        Map.of(), main("openai/gpt-4.1", List.of()), Map.of("openai", "baseUrl is no address")),
                Map.of("OPENAI_API_KEY", "sk-1"),
                _ -> null);

        var failure = catchThrowableOfType(
                ModelException.class,
                () -> catalog.choose(null)
                        .client()
                        .answer(Providers.asking("hello"), ModelListener.silent(), new Cancellation()));

        assertThat(failure).hasMessageContaining("baseUrl is no address");
    }

    @Test
    void knowsWhatModelsCanDo() {
        assertThat(ModelTable.profile("openai", "gpt-5-mini", false, null).reasoning())
                .isTrue();
        assertThat(ModelTable.profile("openai", "gpt-5-chat-latest", false, null)
                        .reasoning())
                .isFalse();
        assertThat(ModelTable.profile("perplexity", "sonar", false, null).tools())
                .isFalse();
        assertThat(ModelTable.profile("openrouter", "anthropic/claude-sonnet-4.5", false, null)
                        .images())
                .isTrue();
        assertThat(ModelTable.profile("anthropic", "claude-sonnet-4-6", false, null)
                        .contextWindow())
                .isEqualTo(200_000);
        assertThat(ModelTable.profile("openai", "gpt-6.1-terra", false, 1_000_000))
                .isEqualTo(new ModelProfile(1_000_000, 128_000, true, true, true));
        assertThat(ModelTable.profile("mine", "never-heard-of", false, null)).isEqualTo(ModelProfile.UNKNOWN);
        assertThat(ModelTable.profile("ollama", "llama3.1:8b", true, null).contextWindow())
                .isEqualTo(16_384);
        assertThat(ModelTable.profile("ollama", "llama3.1:8b", true, 40_000).contextWindow())
                .isEqualTo(40_000);
    }

    @Test
    void neverPrintsAKey() {
        var openAi = new ProviderConfig("openai", Secret.of("sk-secret"), null, null, TimeoutsConfig.DEFAULT);
        var settings = new ModelSettings(Map.of("openai", openAi), AgentConfig.DEFAULT, Map.of());

        assertThat(settings.toString()).doesNotContain("sk-secret");
        assertThat(Provider.of(openAi, Map.of()).toString()).doesNotContain("sk-secret");
    }

    private static ModelCatalog catalog(
            AgentConfig main,
            Map<String, ProviderConfig> providers,
            Map<String, String> environment,
            @Nullable String localModel) {
        return new ModelCatalog(new ModelSettings(providers, main, Map.of()), environment, _ -> localModel);
    }

    private static AgentConfig main(String model, List<String> fallbacks) {
        return new AgentConfig(model, null, fallbacks, 4_096, null, null, null);
    }

    private static ProviderConfig at(String url) {
        return new ProviderConfig("mine", null, URI.create(url), Dialect.OPENAI, TimeoutsConfig.DEFAULT);
    }
}
