package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.ConfigRenderer;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.RenderOptions;
import io.moltmates.schema.config.ServiceRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key in the environment of one machine, and the same key in a rendered file of the distributed form, choose the
/// same
/// models.
class RenderedKeysTest {

    private static final Path FILE = Path.of("moltmate.json");
    private static final List<Map<String, String>> ENVIRONMENTS = List.of(
            Map.of(),
            Map.of("ANTHROPIC_API_KEY", "sk-ant-1"),
            Map.of("OPENAI_API_KEY", "sk-1", "GROQ_API_KEY", "gsk-1"),
            Map.of("TOGETHER_API_KEY", "t-1"));
    private static final List<String> ASKED = List.of(
            "llama3.2",
            "meta-llama/llama-3.3-70b",
            "claude-x",
            "gpt-5",
            "mine/m",
            "groq/g",
            "openai/o",
            "strange/s",
            "demo");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ agents: { main: { model: 'llama3.2', fallbacks: ['some-model', 'a/b'] } } }",
                "{ providers: { mine: { baseUrl: 'http://m.example/v1' } }, agents: { main: { model: 'some-model' } } }",
                "{ providers: { groq: { apiKey: 'own' } } }",
                "{ providers: { groq: {}, mine: { baseUrl: 'http://m.example/v1' } } }",
                "{ providers: { openai: { baseUrl: 'http://o.example/v1' } } }",
                "{ providers: { openai: { baseUrl: 'no address' }, anthropic: 7 } }",
                "{ providers: 'none', agents: { main: { model: 'openai/gpt-5' } } }",
            })
    void chooseTheSameModels(String file) {
        for (var environment : ENVIRONMENTS) {
            for (String local : new String[] {"", "qwen3"}) {
                var config = ConfigLoader.parse(FILE, file, environment).config();
                String rendered = new ConfigRenderer(RenderOptions.of("moltmate.json"), environment)
                        .render(config, ServiceRole.AGENT_SERVICE);
                var read = ConfigLoader.parse(FILE, rendered, Map.of());

                assertThat(read.findings()).isEmpty();
                assertThat(choices(read.config(), Map.of(), local))
                        .as(file + environment)
                        .isEqualTo(choices(config, environment, local));
            }
        }
    }

    private static List<String> choices(MoltmateConfig config, Map<String, String> environment, String local) {
        var catalog = new ModelCatalog(ModelSettings.of(config), environment, _ -> local.isEmpty() ? null : local);
        var asked = Stream.concat(Stream.<@Nullable String>of((String) null), ASKED.stream());
        return Stream.concat(
                        Stream.of(catalog.configured().toString(), catalog.detail(), String.valueOf(catalog.on())),
                        asked.map(name -> String.valueOf(catalog.choose(name).reference())))
                .toList();
    }
}
