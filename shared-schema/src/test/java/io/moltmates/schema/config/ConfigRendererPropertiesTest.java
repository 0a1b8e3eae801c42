package io.moltmates.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// Whatever stands in the operator's file, good or bad: each service reads from its own what it would read from that
/// one.
class ConfigRendererPropertiesTest {

    private static final List<String> SECTIONS = List.of(
            "gateway: { port: %d, origins: ['https://%s.example'] }",
            "gateway: { auth: { token: '%2$s' }, bind: '0.0.0.0' }",
            "gateway: { bind: '0.0.0.0' }",
            "providers: { openai: { apiKey: '%2$s' }, own: { baseUrl: 'http://%2$s.example/v1' }, bad: {} }",
            "providers: { groq: { timeouts: { idle: '%ds', total: '2h' } }, ollama: { baseUrl: '%s' } }",
            "providers: %d",
            "agents: { main: { model: 'own/%2$s', temperature: 1.5, systemPrompt: '$${%2$s} \\\\ \\' %2$s' } }",
            "agents: { main: { maxTokens: %d, fallbacks: ['%s', ''] } }",
            "channels: { web: { allowFrom: ['%2$s', '*'], maxUploadMb: %1$d }, api: { persona: '%2$s' } }",
            "channels: { web: { enabled: false }, api: { allowFrom: %d }, telegram: { botToken: '%s' } }",
            "channels: { telegram: { botToken: '1:%2$s', dmPolicy: 'pairing', allowFrom: [%1$d], groups: { '-%1$d': {} } } }",
            "channels: { telegram: { accounts: { '%2$s': { tokenFile: '/%2$s' }, b: { botToken: '%2$s' } } } }",
            "tools: { allow: ['read', 'exec'], exec: { safeBins: ['%2$s', 'grep'], timeout: '%1$dms' } }",
            "tools: { exec: { safeBins: ['jq'], programs: { jq: { options: true }, '%2$s': {} } } }",
            "tools: '%2$s'",
            "sandbox: { scope: 'user', docker: { memory: '%dk', cpus: 0.25, host: 'tcp://%s:1' } }",
            "sandbox: { idle: '%d', pool: 3 }",
            "commands: { model: false }",
            "messages: { maxAge: '90s', laneCapacity: %d }",
            "limits: { messagesPerMinute: %d, moneyPerDay: 1.5, users: { '%2$s': { tokensPerDay: %1$d } } }",
            "session: { reset: { daily: '%d:00', idle: '2h' } }",
            "limits: { prices: { 'own/%2$s': { input: 1.5, output: %1$d } } }",
            "kafka: { bootstrapServers: '%2$s:9092', partitions: %1$d, properties: { a: '%2$s' } }",
            "kafka: { retention: '36h', replication: %d }",
            "state: { sync: 'always' }",
            "logging: { level: 'debug', format: '%2$s' }");

    @Provide
    Arbitrary<String> files() {
        var word = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12);
        var number = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.integers().between(1, 60)),
                Tuple.of(2, Arbitraries.integers().between(1000, 60_000)),
                Tuple.of(1, Arbitraries.integers().between(-1, 2_000_000)));
        var section = Combinators.combine(Arbitraries.of(SECTIONS), number, word)
                .as((form, digits, text) -> String.format(form, digits, text));
        return section.list()
                .ofMaxSize(8)
                .map(sections -> sections.stream().collect(Collectors.joining(",\n  ", "{ ", " }")));
    }

    @Property(tries = 300)
    void eachServiceReadsWhatIsMeantForIt(@ForAll("files") String file) {
        var loaded = Loading.load(file);
        var texts = new ConfigRenderer(RenderOptions.of("moltmate.json"), Map.of()).render(loaded.config());

        texts.forEach((role, text) -> {
            var read = Loading.load(text);

            assertThat(read.findings()).as(text).allMatch(Finding::isWarning);
            assertThat(read.config()).as(text).isEqualTo(Projection.of(loaded.config(), role));
        });
    }
}
