package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.edit;
import static io.moltmates.schema.config.Loading.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigRendererTest {

    private static final String ALL = """
            { gateway: { port: 18800, auth: { token: "operator-canary" }, origins: ["https://a.example"] },
              providers: { openai: { apiKey: "provider-canary" }, mine: { baseUrl: "http://m.example/v1" } },
              agents: { main: { model: "mine/m", systemPrompt: "Say ${WORD} and $${WORD}." } },
              channels: { web: { allowFrom: ["alice"] }, api: { persona: "Cami" }, telegram: { botToken: "7:telegram-canary" } },
              kafka: { bootstrapServers: "a:1", properties: { "sasl.jaas.config": "kafka-canary" } } }
            """;

    private static String render(LoadedConfig loaded, ServiceRole role) {
        return new ConfigRenderer(RenderOptions.of("moltmate.json"), Map.of()).render(loaded.config(), role);
    }

    private static LoadedConfig all() {
        return load(ALL, Map.of("WORD", "${ANTHROPIC_API_KEY}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            operator-canary | channel-ingress moltmate
            provider-canary | agent-service
            telegram-canary | channel-ingress
            kafka-canary    | channel-ingress router-service persona-service agent-service sandbox-service moltmate
            """)
    void givesASecretToThoseWhoNeedItOnly(String secret, String services) {
        var holders = Stream.of(ServiceRole.values())
                .filter(role -> render(all(), role).contains(secret))
                .map(ServiceRole::service)
                .toList();

        assertThat(String.join(" ", holders)).isEqualTo(services);
    }

    @Test
    void givesNobodyASectionThatItDoesNotRead() {
        var rendered = load(render(all(), ServiceRole.ROUTER_SERVICE));

        assertThat(rendered.findings()).isEmpty();
        assertThat(rendered.config().channels())
                .isEqualTo(Projection.of(all().config(), ServiceRole.ROUTER_SERVICE)
                        .channels());
        assertThat(rendered.config().agents()).isEqualTo(AgentsConfig.DEFAULT);
        assertThat(rendered.config().providers()).isEmpty();
        assertThat(rendered.config().gateway()).isEqualTo(GatewayConfig.DEFAULT);
    }

    /// Whatever secrets channels get one day, those who don't speak to platforms can't be given them by mistake.
    @ParameterizedTest
    @EnumSource
    void holdsNoSecretsOfSectionsThatItDoesNotHave(ServiceRole role) {
        var withSecrets = RecordShape.of(MoltmateConfig.class).components().stream()
                .filter(section -> holdsSecret(section.getGenericType()))
                .map(section -> section.getName())
                .filter(role::has)
                .filter(section -> !section.equals("channels") || role.holdsChannelSecrets());

        assertThat(withSecrets)
                .allMatch(section -> List.of("kafka", "telemetry").contains(section) && role.holdsSecrets()
                        || section.equals("providers") && role == ServiceRole.AGENT_SERVICE
                        || section.equals("gateway")
                                && (role == ServiceRole.CHANNEL_INGRESS || role == ServiceRole.COMMAND_LINE)
                        || section.equals("channels") && role == ServiceRole.CHANNEL_INGRESS);
    }

    private static boolean holdsSecret(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments()).anyMatch(ConfigRendererTest::holdsSecret);
        }
        var plain = (Class<?>) type;
        return plain == Secret.class
                || plain.isRecord()
                        && Stream.of(plain.getRecordComponents())
                                .anyMatch(component -> holdsSecret(component.getGenericType()));
    }

    @Test
    void writesValuesForVariablesAndLeavesNothingThatLooksLikeOne() {
        var agent = load(render(all(), ServiceRole.AGENT_SERVICE));

        assertThat(agent.findings()).isEmpty();
        assertThat(agent.config().agents().main().systemPrompt()).isEqualTo("Say ${ANTHROPIC_API_KEY} and ${WORD}.");
    }

    @Test
    void rendersTheSameTextEachTime() {
        assertThat(render(all(), ServiceRole.AGENT_SERVICE)).isEqualTo(render(all(), ServiceRole.AGENT_SERVICE));
        assertThat(render(all(), ServiceRole.AGENT_SERVICE).lines())
                .first()
                .isEqualTo("// Rendered from moltmate.json for agent-service by `moltmate config render`:"
                        + " edit that file, this one is written over.");
    }

    @ParameterizedTest
    @EnumSource
    void rendersTheExampleSoThatItMeansTheSame(ServiceRole role) throws IOException {
        var example = load(Files.readString(Path.of("..", "moltmate.example.json")));
        var read = load(render(example, role));

        assertThat(read.findings()).isEmpty();
        assertThat(read.config()).isEqualTo(Projection.of(example.config(), role));
    }

    @Test
    void turnsTheTokenOfTheEnvironmentIntoTheBotsForChannelIngressAlone() {
        var renderer = new ConfigRenderer(
                RenderOptions.of("moltmate.json"), Map.of(TelegramConfig.TOKEN_VARIABLE, " 7:canary "));

        var holders = Stream.of(ServiceRole.values())
                .filter(role -> renderer.render(MoltmateConfig.DEFAULT, role).contains("7:canary"));

        assertThat(holders).containsExactly(ServiceRole.CHANNEL_INGRESS);
        assertThat(load(renderer.render(MoltmateConfig.DEFAULT, ServiceRole.CHANNEL_INGRESS))
                        .config()
                        .channels()
                        .telegram()
                        .bots(Map.of()))
                .singleElement()
                .returns(TelegramConfig.FIRST, TelegramConfig.Account::name);
    }

    @Test
    void turnsKeysOfTheEnvironmentIntoKeysOfTheAgentsProviders() {
        var environment = Map.of("OPENAI_API_KEY", " sk-1 ", "GROQ_API_KEY", "gsk-1", "TOGETHER_API_KEY", " ");
        var config = load("{ providers: { openai: { baseUrl: 'http://o.example/v1' } } }")
                .config();
        var renderer = new ConfigRenderer(RenderOptions.of("moltmate.json"), environment);

        var agent = load(renderer.render(config, ServiceRole.AGENT_SERVICE)).config();

        assertThat(agent.providers()).containsOnlyKeys("openai", "groq");
        assertThat(agent.providers().get("openai"))
                .returns(Secret.of("sk-1"), ProviderConfig::apiKey)
                .returns(false, ProviderConfig::fromEnvironment);
        assertThat(agent.providers().get("groq"))
                .returns(Secret.of("gsk-1"), ProviderConfig::apiKey)
                .returns(true, ProviderConfig::fromEnvironment);
        assertThat(renderer.render(config).entrySet())
                .filteredOn(text -> text.getKey() != ServiceRole.AGENT_SERVICE)
                .noneMatch(text -> text.getValue().contains("sk-1"));
    }

    @Test
    void leavesAProviderOffWhoseSectionIsBadThoughThereIsAKey() {
        var loaded = load("{ providers: { openai: { baseUrl: 'ftp://o' } }, channels: { web: { allowFrom: 7 } } }");
        var renderer = new ConfigRenderer(RenderOptions.of("moltmate.json"), Map.of("OPENAI_API_KEY", "sk-1"));

        var agent = load(renderer.render(loaded.config(), ServiceRole.AGENT_SERVICE));

        assertThat(agent.findings()).isEmpty();
        assertThat(agent.config().providers()).isEmpty();
        assertThat(agent.config().disabledSections())
                .containsExactly(Map.entry(
                        "providers.openai",
                        "line 1: providers.openai.baseUrl: 'ftp://o' is not an http or https address"));
    }

    @Test
    void keepsWhatWasGoodWhenItIsEditedBadly() {
        var loaded = edit("{ tools: { allow: ['read'] } }", "{ tools: { allow: 'all' } }");

        assertThat(load(render(loaded, ServiceRole.SANDBOX_SERVICE))
                        .config()
                        .tools()
                        .allow())
                .containsExactly(Tool.READ);
    }

    @Test
    void opensChannelIngressToItsContainerWithATokenInAnyCase() {
        var options = new RenderOptions(
                "moltmate.json", true, List.of("http://channel-ingress:18789"), Secret.of("mo_made"), "kafka:9092", 3);
        var renderer = new ConfigRenderer(options, Map.of());

        var made = load(renderer.render(load("{}").config(), ServiceRole.CHANNEL_INGRESS));
        var chosen = load(renderer.render(all().config(), ServiceRole.CHANNEL_INGRESS));

        assertThat(made.findings()).isEmpty();
        assertThat(made.config().gateway())
                .isEqualTo(new GatewayConfig(
                        18789,
                        "0.0.0.0",
                        new AuthConfig(Secret.of("mo_made")),
                        List.of("http://channel-ingress:18789")));
        assertThat(made.config().kafka().bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(made.config().kafka().replication()).isEqualTo(3);
        assertThat(chosen.config().gateway())
                .isEqualTo(new GatewayConfig(
                        18789,
                        "0.0.0.0",
                        new AuthConfig(Secret.of("operator-canary")),
                        List.of("https://a.example", "http://channel-ingress:18789")));
        assertThat(chosen.config().kafka().bootstrapServers()).isEqualTo("a:1");
        var copied = load(renderer.render(load("{ kafka: { replication: 2 } }").config(), ServiceRole.CHANNEL_INGRESS));
        assertThat(copied.config().kafka().replication()).isEqualTo(2);
    }

    @Test
    void refusesAnOriginThatIsNone() {
        assertThatThrownBy(() -> new RenderOptions("moltmate.json", false, List.of("chat.example.org"), null, null, 1))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining("is not an origin");
    }
}
