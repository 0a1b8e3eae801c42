package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.benchmarks.ProviderDouble;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// OpenAI's own client for Node.js finds what it expects.
class OpenAiClientIT {

    @TempDir
    Path directory;

    @Test
    void thePackageFromNpmTalksToAnAssistant() throws IOException, InterruptedException {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "channels: { web: { allowFrom: [\"alice\"] } },");
            try (var gateway = RunningGateway.start(state, Map.of())) {
                JsonNode seen = run(gateway);

                assertThat(seen.path("models")).isNotEmpty();
                assertThat(seen.at("/whole/object").asText()).isEqualTo("chat.completion");
                assertThat(seen.at("/whole/role").asText()).isEqualTo("assistant");
                assertThat(seen.at("/whole/text").asText()).isNotBlank();
                assertThat(seen.at("/whole/finish").asText()).isEqualTo("stop");
                assertThat(seen.at("/whole/usage/total_tokens").asInt())
                        .isEqualTo(seen.at("/whole/usage/prompt_tokens").asInt()
                                + seen.at("/whole/usage/completion_tokens").asInt())
                        .isPositive();
                assertThat(seen.at("/streamed/text").asText()).isNotBlank();
                assertThat(seen.at("/streamed/finish").asText()).isEqualTo("stop");
                assertThat(seen.at("/streamed/usage/total_tokens").asInt()).isPositive();
                assertThat(seen.path("again")).isEqualTo(seen.path("first"));
                assertThat(provider.calls("Count me once")).isEqualTo(1);
                assertThat(seen.path("own").asText()).isNotBlank();
                assertRefused(seen.path("foreign"), 403);
                assertRefused(seen.path("wrongToken"), 401);
                assertRefused(seen.path("tools"), 400);
                assertRefused(seen.path("empty"), 400);
                assertThat(seen.at("/fault/status").asInt()).isGreaterThanOrEqualTo(500);
            }
        }
    }

    private static void assertRefused(JsonNode refusal, int status) {
        assertThat(refusal.path("status").asInt()).isEqualTo(status);
        assertThat(refusal.path("type").asText()).isNotBlank();
        assertThat(refusal.path("message").asText()).isNotBlank();
    }

    private JsonNode run(RunningGateway gateway) throws IOException, InterruptedException {
        var environment = Map.of(
                "MOLTMATES_URL", gateway.baseUrl().toString(),
                "MOLTMATES_OPERATOR_TOKEN", gateway.operatorToken(),
                "MOLTMATES_ALICE_TOKEN", gateway.personToken("alice"),
                "MOLTMATES_FAULT", "Fail now <<truncate>>");
        try (var script = NodeScript.start("openai-client.mjs", "openai", directory, environment)) {
            return script.seen();
        }
    }
}
