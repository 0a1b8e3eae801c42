package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Topics;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A provider that misbehaves leads to one friendly sentence, whatever dialect it speaks.
class ProviderFaultsIT {

    @TempDir
    static Path directory;

    private static ProviderDouble provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = ProviderDouble.start();
        TestConfiguration.write(directory.resolve("state"), provider, "");
        gateway = RunningGateway.start(directory.resolve("state"), Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, <<truncate>>",
        "openai, <<error overloaded>>",
        "openai, <<status 401>>",
        "openai, <<html>>",
        "anthropic, <<truncate>>",
        "anthropic, <<error overloaded_error>>",
        "anthropic, <<status 400>>",
        "ollama, <<truncate>>",
        "ollama, <<error overloaded>>",
        "ollama, <<status 404>>"
    })
    void aFaultEndsInOneSentenceWithoutKeysOrAddresses(String dialect, String fault) {
        var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
        String user = dialect + "." + fault.replaceAll("\\W+", "");
        api.ask(user, "/model " + dialect + "/test-model", "model-" + user);

        var answer = api.ask(user, "Please answer. " + fault, "fault-" + user);

        assertThat(answer.status()).isGreaterThanOrEqualTo(429);
        assertThat(answer.text()).isNotBlank().doesNotContain("canary-key", "http://", "127.0.0.1", "Exception");
        try (var tap = new TopicTap(gateway.brokerClient())) {
            assertThat(tap.on(Topics.EGRESS)
                            .filter(entry -> entry.key().equals("api_" + user))
                            .filter(entry ->
                                    entry.json().path("outcome").asText().equals("FAILED")))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"openai", "anthropic", "ollama"})
    void aBusyProviderIsAskedAgainAfterItsRetryAfter(String dialect) {
        var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
        String user = "busy." + dialect;
        api.ask(user, "/model " + dialect + "/test-model", "model-" + user);

        long begun = System.nanoTime();
        var answer = api.ask(
                user, "Hello to " + dialect + " <<status 429 1>> <<once>> <<say there you are>>", "busy-" + user);

        assertThat(answer.text()).isEqualTo("there you are");
        assertThat(System.nanoTime() - begun).isGreaterThan(1_000_000_000L);
    }
}
