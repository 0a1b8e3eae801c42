package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agent workers as processes of their own: one dies or freezes in the middle of a turn, another answers, once.
class WorkerIT {

    private static final String TEXT =
            "Add one. <<tool edit {\"path\":\"count.txt\",\"before\":\"end\",\"after\":\"+end\"}>> <<think 1500>> <<say counted>>";

    @TempDir
    Path directory;

    @Test
    void anotherWorkerAnswersWhatADeadOneBegan() {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "kafka: { partitions: 1 },");
            try (var gateway = RunningGateway.start(state, Map.of(AgentWorker.NO_AGENT_IN_GATEWAY, "false"));
                    var first = AgentWorker.start(gateway, directory.resolve("first.log"))) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("gina", "Begin. <<tool write {\"path\":\"count.txt\",\"content\":\"end\"}>>", "setup");
                try (var second = AgentWorker.start(gateway, directory.resolve("second.log"))) {
                    var answer = api.asking("gina", TEXT, "the-message");
                    Awaitility.await().until(() -> provider.calls(TEXT) == 2);
                    first.kill9();

                    assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().text())
                            .as(second::log)
                            .startsWith("counted");
                    assertThat(provider.calls(TEXT))
                            .as("the second call was cut off")
                            .isEqualTo(3);
                    assertThat(fileOf(gateway)).isEqualTo("+end");
                }
            }
        }
    }

    @Test
    void aWorkerThatWasFrozenAnswersNothingTwice() {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "kafka: { partitions: 1 },");
            try (var gateway = RunningGateway.start(state, Map.of(AgentWorker.NO_AGENT_IN_GATEWAY, "false"));
                    var first = AgentWorker.start(gateway, directory.resolve("first.log"))) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("gina", "Begin. <<tool write {\"path\":\"count.txt\",\"content\":\"end\"}>>", "setup");
                try (var second = AgentWorker.start(gateway, directory.resolve("second.log"))) {
                    var answer = api.asking("gina", TEXT, "the-message");
                    Awaitility.await().until(() -> provider.calls(TEXT) == 2);
                    long frozen = System.nanoTime();
                    first.freeze();

                    assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().text())
                            .as(second::log)
                            .startsWith("counted");
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(40))
                            .until(() -> System.nanoTime() - frozen > TimeUnit.SECONDS.toNanos(30));
                    first.thaw();
                    var next = api.ask("gina", "Still one? <<say one>>", "next");

                    assertThat(next.text()).isEqualTo("one");
                    assertThat(fileOf(gateway)).isEqualTo("+end");
                    assertThat(provider.calls(TEXT)).isEqualTo(3);
                    var items = api.command(Map.of("type", "history", "user", "api_gina", "limit", 100))
                            .path("items");
                    assertThat(items.findValuesAsText("role"))
                            .containsExactly("USER", "ASSISTANT", "USER", "ASSISTANT", "USER", "ASSISTANT");
                }
            }
        }
    }

    private static String fileOf(RunningGateway gateway) {
        return CrashIT.read(gateway, "gina");
    }
}
