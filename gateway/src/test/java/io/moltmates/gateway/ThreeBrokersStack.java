package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docker compose` with three brokers, of which any one may die. A test of `deploy/test-stack.sh --long`, not of every
/// run; takes the images `moltmate-it-…` that `StackIT` built.
class ThreeBrokersStack {

    private static final String TOKEN = "mo_three-brokers";

    @TempDir
    private Path directory;

    @Test
    void losesNothingWhenABrokerDies() throws IOException {
        try (var provider = ProviderDouble.startAt(InetAddress.getByName("0.0.0.0"));
                var stack = ComposeStack.prepare(
                        directory,
                        configuration(provider),
                        Map.of(),
                        "docker-compose.yml",
                        "docker-compose.three-brokers.yml")) {
            stack.up();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> stack.health("channel-ingress").equals("healthy"));
            assertThat(topics(stack))
                    .as("each partition of ours on three brokers")
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).matches(".*Isr: \\d,\\d,\\d\\b.*"));

            var api = new ApiCaller(stack.url(), TOKEN);
            try (var people = new TalkingPeople(api, "broker", 6, 8, "<<think 500>>")) {
                people.begin();
                people.awaitAnswers(people.all() / 6);
                String first = stack.container("kafka");
                stack.docker("kill", "--signal", "KILL", first);
                people.awaitAnswers(people.all() / 2);
                stack.docker("start", first);
                people.awaitAnswers(2 * people.all() / 3);
                stack.docker("kill", "--signal", "KILL", stack.container("kafka-2"));
                people.awaitAll();

                people.assertHistories();
            }
        }
    }

    private static List<String> topics(ComposeStack stack) {
        return stack.compose(
                        "exec",
                        "-T",
                        "kafka-3",
                        "/opt/kafka/bin/kafka-topics.sh",
                        "--bootstrap-server",
                        "kafka-3:9092",
                        "--describe")
                .lines()
                .filter(line -> line.contains("Topic: moltmate.") && line.contains("Partition: "))
                .toList();
    }

    private static String configuration(ProviderDouble provider) {
        return """
                {
                  gateway: { auth: { token: "%s" } },
                  providers: { double: { baseUrl: "http://host.docker.internal:%d/v1", apiKey: "none" } },
                  agents: { main: { model: "double/test-model" } },
                }
                """.formatted(TOKEN, provider.port());
    }
}
