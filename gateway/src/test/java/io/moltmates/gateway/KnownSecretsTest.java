package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownSecretsTest {

    @TempDir
    private Path directory;

    @Test
    void hidesEachKeyOfTheDeploymentAndNothingElse() throws IOException {
        var layout = new StateLayout(directory);
        var made = SecretsFile.readOrMake(layout);
        Files.writeString(layout.configuration(), """
                {
                  gateway: { auth: { token: "canary-operator" } },
                  providers: { openai: { apiKey: "canary-openai-key" } },
                  kafka: { bootstrapServers: "kafka:9092", properties: {
                    "security.protocol": "SASL_PLAINTEXT",
                    "sasl.jaas.config": "org.example.Login required username=\\"u\\" password=\\"canary-jaas\\";",
                    "ssl.truststore.password": "canary-truststore" } },
                }""");
        var secrets = KnownSecrets.of(
                layout, Map.of("GROQ_API_KEY", "canary-groq-key", "KAFKA_SSL_KEY_PASSWORD", "canary-env-key"));

        String said = String.join(
                " ",
                made.operatorToken(),
                made.personKey(),
                made.brokerPassword(),
                "canary-operator",
                "canary-openai-key",
                "canary-jaas",
                "canary-truststore",
                "canary-groq-key",
                "canary-env-key");
        assertThat(secrets.without(said)).isEqualTo("*** *** *** *** *** *** *** *** ***");
        assertThat(secrets.without("SASL_PLAINTEXT, kafka:9092 and u")).isEqualTo("SASL_PLAINTEXT, kafka:9092 and u");
    }
}
