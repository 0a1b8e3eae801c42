package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.FILE;
import static io.moltmates.schema.config.Loading.clean;
import static io.moltmates.schema.config.Loading.load;
import static io.moltmates.schema.config.Loading.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {

    @Test
    void aFileThatIsNotThereMeansTheDefaults(@TempDir Path directory) {
        var loaded = ConfigLoader.load(directory.resolve("moltmate.json"), Map.of());

        assertThat(loaded).isEqualTo(new LoadedConfig(MoltmateConfig.DEFAULT, List.of()));
    }

    @Test
    void aFileThatCannotBeReadMeansTheDefaultsAndAnError(@TempDir Path directory) {
        var loaded = ConfigLoader.load(directory, Map.of());

        assertThat(loaded.config()).isEqualTo(MoltmateConfig.DEFAULT);
        assertThat(only(loaded).wrong()).startsWith("the file can't be read");
    }

    @Test
    void aFileThatIsNotUtf8IsAnError(@TempDir Path directory) throws IOException {
        var file = Files.write(directory.resolve("moltmate.json"), new byte[] {'{', (byte) 0xff, '}'});

        assertThat(only(ConfigLoader.load(file, Map.of())).wrong()).isEqualTo("the file is not UTF-8");
    }

    @Test
    void aFileThatIsTooLargeIsAnError(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("moltmate.json"), " ".repeat(ConfigLoader.MOST_BYTES + 1));

        assertThat(only(ConfigLoader.load(file, Map.of())).wrong()).isEqualTo("the file is larger than a megabyte");
    }

    @Test
    void anEmptyFileMeansTheDefaults() {
        assertThat(clean(" \n// nothing\n")).isEqualTo(MoltmateConfig.DEFAULT);
    }

    @Test
    void readsJson5() {
        var config = clean("""
                \uFEFF// a comment
                {
                  gateway: { port: +18800, origins: ['https://a.example',], }, /* another */
                  "logging": { level: 'debug' },
                  agents: { main: { temperature: .5 } },
                }
                """);

        assertThat(config.gateway().port()).isEqualTo(18800);
        assertThat(config.gateway().origins()).containsExactly("https://a.example");
        assertThat(config.logging().level()).isEqualTo(LoggingConfig.Level.DEBUG);
        assertThat(config.agents().main().temperature()).isEqualTo(0.5);
    }

    @Test
    void nullMeansNotSet() {
        assertThat(clean("{ gateway: { port: null, auth: null }, tools: null }"))
                .isEqualTo(MoltmateConfig.DEFAULT);
    }

    @Test
    void saysWhereAndWhatIsWrong() {
        var finding = only(load("{\n  gateway: {\n    port: 70000 } }"));

        assertThat(finding)
                .isEqualTo(new Finding(
                        Severity.ERROR,
                        FILE,
                        3,
                        11,
                        "gateway.port",
                        "70000 is not between 1 and 65535",
                        "Give a number from 1 to 65535."));
    }

    @Test
    void findsAllMistakesOfASectionAtOnce() {
        var loaded = load("""
                { sandbox: { mode: "maybe", workspaceMb: 0, idle: "5",
                    docker: { memory: "1q", cpus: -1, pidsLimit: 1 } } }
                """);

        assertThat(loaded.findings())
                .extracting(Finding::key)
                .containsExactly(
                        "sandbox.mode",
                        "sandbox.workspaceMb",
                        "sandbox.idle",
                        "sandbox.docker.memory",
                        "sandbox.docker.cpus",
                        "sandbox.docker.pidsLimit");
    }

    @Test
    void warnsOfAnUnknownKeyWithTheNearestOne() {
        var loaded = load("{ gateway: { prot: 1 } }");

        assertThat(only(loaded).describe())
                .isEqualTo("moltmate.json:1:14: warning: gateway.prot: this key is not known. Did you mean port?");
        assertThat(loaded.config()).isEqualTo(MoltmateConfig.DEFAULT);
    }

    @Test
    void warnsOfAnUnknownSectionWithThoseThatThereAre() {
        assertThat(only(load("{ xylophones: {} }")).right()).startsWith("Known here: gateway, providers, agents,");
    }

    @Test
    void warnsOfAKeyThatStandsTwice() {
        var loaded = load("{ commands: { model: true, model: false } }");

        assertThat(only(loaded).wrong()).isEqualTo("this key is here twice");
        assertThat(loaded.config().commands().model()).isFalse();
    }

    @Test
    void warnsThatAPlatformIsNotAvailableYet() {
        var loaded = load("{ channels: { discord: { botToken: '${NOT_SET}', dmPolicy: 'pairing' } } }");

        assertThat(only(loaded).severity()).isEqualTo(Severity.WARNING);
        assertThat(only(loaded).wrong()).startsWith("discord is not available in this version");
    }

    @Test
    void warnsOfAProviderThatIsNotThere() {
        var loaded = load("{ agents: { main: { model: 'x', provider: 'antropic' } } }");

        assertThat(only(loaded).right()).isEqualTo("Did you mean anthropic?");
    }

    @Test
    void guessesWhichKnownProviderWasMeant() {
        assertThat(only(load("{ providers: { opnai: {} } }")).right())
                .isEqualTo("Did you mean openai? Otherwise add baseUrl.");
    }

    @Test
    void acceptsTheDemoProviderAndOnesOfTheFile() {
        clean("{ agents: { main: { model: 'demo', provider: 'demo' } } }");
        var config = clean("""
                { providers: { mine: { baseUrl: 'http://10.0.0.1/v1' } }, agents: { main: { provider: 'mine', model: 'm' } } }
                """);

        var mine = config.providers().get("mine");
        assertThat(mine)
                .isEqualTo(new ProviderConfig(
                        "mine", null, URI.create("http://10.0.0.1/v1"), null, TimeoutsConfig.DEFAULT));
    }

    @Test
    void knowsWhereTheKnownProvidersAre() {
        var config = clean("{ providers: { anthropic: { apiKey: 'k' }, groq: {} } }");

        assertThat(config.providers().get("anthropic"))
                .returns(URI.create("https://api.anthropic.com/v1"), ProviderConfig::endpoint)
                .returns(Dialect.ANTHROPIC, ProviderConfig::speaks)
                .returns(Secret.of("k"), ProviderConfig::apiKey);
        assertThat(config.providers().get("groq")).returns(Dialect.OPENAI, ProviderConfig::speaks);
    }
}
