package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.load;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsStaySecretTest {

    private static final String CANARY = "canary-hunter-2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ gateway: { auth: { token: 'CANARY' } } }",
                "{ gateway: { auth: { token: ['CANARY'] } } }",
                "{ gateway: { auth: { tokn: 'CANARY' } } }",
                "{ gateway: { auth: 'CANARY' } }",
                "{ gateway: { auth: { token: CANARY } } }",
                "{ gateway: { auth: { token: 'CANARY } } }",
                "{ gateway: { auth: { token: 'x' } } } CANARY",
                "{ providers: { openai: { apiKey: { a: 'CANARY' } } } }",
                "{ providers: { openai: { key: 'CANARY' } } }",
                "{ providers: { openai: { apiKey: '${CANARY }' } } }",
                "{ providers: { mine: { baseUrl: 'https://user:CANARY@host/' } } }",
                "{ providers: { mine: { baseUrl: '${ENV}' } } }",
                "{ providers: { apiKey: 'CANARY' } }",
                "{ apiKey: 'CANARY' }",
                "{ kafka: { properties: { 'ssl.key': 'CANARY', 'x': ['CANARY'] } } }",
                "{ kafka: { properties: 'CANARY' } }",
                "{ kafka: { bootstrapServers: '${ENV}' } }",
                "{ kafka: { sasl: { mechanism: 'PLAIN', password: 'CANARY' } } }",
                "{ kafka: { sasl: { mechanism: '${ENV}' } } }",
                "{ kafka: { sasl: { mechanism: 'PLAIN', username: 'u', password: 'CANARY\\n' } } }",
                "{ kafka: { tls: { keyPassword: ['CANARY'], trustStorePassword: { a: 'CANARY' } } } }",
                "{ logging: { level: '${ENV}' } }",
                "{ gateway: { port: '${ENV}' } }",
                "{ tools: { allow: ['${ENV}'] } }",
                "{ agents: { main: { provider: '${ENV}' } } }",
                "{ channels: { web: { enabled: '${ENV}' }, telegram: { botToken: 'CANARY' } } }",
            })
    void whateverIsWrong(String text) {
        var loaded = load(text.replace("CANARY", CANARY), Map.of("ENV", CANARY));

        assertThat(loaded.findings().toString()).doesNotContain(CANARY);
        assertThat(loaded.config().disabledSections().toString()).doesNotContain(CANARY);
    }

    @Test
    void whenAllIsRight() {
        var config = load("""
                { gateway: { auth: { token: '${ENV}' } }, providers: { openai: { apiKey: '${ENV}' } },
                  kafka: { sasl: { mechanism: 'SCRAM-SHA-512', username: 'u', password: '${ENV}' },
                           tls: { enabled: true, keyPassword: '${ENV}', trustStorePassword: '${ENV}' },
                           properties: { 'sasl.jaas.config': '${ENV}' } } }
                """, Map.of("ENV", CANARY)).config();

        assertThat(config.gateway().auth().token()).isEqualTo(Secret.of(CANARY));
        assertThat(config.toString()).contains("***").doesNotContain(CANARY);
    }

    @Test
    void asJson() throws Exception {
        assertThat(new ObjectMapper().writeValueAsString(Secret.of(CANARY))).isEqualTo("\"***\"");
    }

    @Test
    void alsoAProvidersKeyThatWasWrittenAsAKey() {
        var loaded = load("{ providers: { 'sk-ant-0123456789abcdef': {} } }");

        assertThat(loaded.findings().toString()).doesNotContain("0123456789");
        assertThat(loaded.config().disabledSections().toString()).doesNotContain("0123456789");
    }
}
