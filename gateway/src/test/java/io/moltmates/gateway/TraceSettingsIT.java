package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.benchmarks.ProviderDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the settings of `telemetry` do to the traces of a gateway.
class TraceSettingsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String WRITE = """
            canary-of-words <<tool write {"path":"canary-of-path.txt","content":"canary-of-content"}>> <<say canary-of-answer>>\
            """;

    @TempDir
    private Path directory;

    private ProviderDouble provider;
    private TraceReceiver receiver;

    @BeforeEach
    void start() {
        provider = ProviderDouble.start();
        receiver = TraceReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
        provider.close();
    }

    @Test
    void contentIsThereWhereItIsSwitchedOn() {
        try (var gateway = gateway(receiver.telemetry(", content: true"))) {
            ask(gateway, WRITE);

            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                var attributes = receiver.spans().stream()
                        .flatMap(span -> span.attributes().keySet().stream())
                        .toList();
                assertThat(attributes)
                        .containsAll(TelemetryPage.read().content().stream()
                                .filter(name -> !name.equals("process.command_line")) // of a command
                                .toList());
                assertThat(receiver.everythingReceived())
                        .contains("canary-of-words", "canary-of-path.txt", "canary-of-content", "canary-of-answer")
                        .doesNotContain("canary-key-");
            });
        }
    }

    @Test
    void aCommandIsFollowedIntoItsContainer() throws InterruptedException {
        assumeTrue(TwoPeopleIT.sandboxImageIsThere(), "no Docker engine with the image of the sandbox");
        try (var gateway = gateway(receiver.telemetry(", content: true"))) {
            ask(gateway, "<<tool exec {\"command\":\"wc --version\"}>> <<say done>>");

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.spans())
                            .filteredOn(span -> span.name().equals("sandbox Exec"))
                            .singleElement()
                            .satisfies(span -> assertThat(span.attributes())
                                    .containsEntry("process.command_line", "wc --version")
                                    .containsEntry("process.exit.code", "0")
                                    .containsEntry("moltmates.sandbox.outcome", "Completed")));
        }
    }

    @Test
    void withoutSamplingNothingArrives() {
        try (var gateway = gateway(receiver.telemetry(", sampling: 0"))) {
            ask(gateway, WRITE);
            new ApiCaller(gateway.baseUrl(), gateway.operatorToken())
                    .command(Map.of("type", "history", "user", "api_jane", "limit", 100));

            assertThat(gateway.stop()).as("what waits is sent at the end").isZero();
            assertThat(receiver.spans()).isEmpty();
            assertThat(receiver.problems()).isEmpty();
        }
    }

    @Test
    void aReceiverThatIsAwayHoldsUpNothing() {
        String telemetry = receiver.telemetry("");
        receiver.close();
        try (var gateway = gateway(telemetry)) {
            ask(gateway, WRITE);
            ask(gateway, "And again? <<say again>>");

            assertThat(provider.calls(WRITE)).isEqualTo(2);
            assertThat(gateway.stop()).isZero();
        }
    }

    private RunningGateway gateway(String telemetry) {
        Path state = directory.resolve("state");
        TestConfiguration.write(state, provider, telemetry);
        return RunningGateway.start(state, Map.of());
    }

    private static void ask(RunningGateway gateway, String text) {
        var answer =
                new ApiCaller(gateway.baseUrl(), gateway.operatorToken()).ask("jane", text, "key-" + text.hashCode());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
