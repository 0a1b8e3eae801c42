package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker dies in the middle of a turn and another goes on: what both did is one trace.
class TraceHandOverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TEXT =
            "Add one. <<tool write {\"path\":\"count.txt\",\"content\":\"one\"}>> <<think 8000>> <<say counted>>";

    @TempDir
    private Path directory;

    @Test
    void anotherWorkerGoesOnInTheSameTrace() {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start();
                var receiver = TraceReceiver.start()) {
            TestConfiguration.write(state, provider, receiver.telemetry("") + " kafka: { partitions: 1 },");
            try (var gateway = RunningGateway.start(state, Map.of(AgentWorker.NO_AGENT_IN_GATEWAY, "false"));
                    var first = AgentWorker.start(gateway, directory.resolve("first.log"))) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("gina", "Begin.", "setup");
                try (var second = AgentWorker.start(gateway, directory.resolve("second.log"))) {
                    var answer = api.asking("gina", TEXT, "the-message");
                    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                        assertThat(provider.calls(TEXT)).as(first::log).isEqualTo(2);
                        assertThat(named(receiver, "execute_tool write"))
                                .as(first::log)
                                .hasSize(1);
                    });
                    first.kill9();

                    assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().text())
                            .as(second::log)
                            .startsWith("counted");
                    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertOneTrace(receiver));
                }
            }
        }
    }

    private static void assertOneTrace(TraceReceiver receiver) {
        var begun = named(receiver, "execute_tool write").getFirst();
        var trace = receiver.trace(begun.traceId()).toList();
        var attempts = trace.stream()
                .filter(span -> span.name().equals("invoke_agent moltmate"))
                .toList();
        assertThat(attempts)
                .as("the attempt that was cut off could not say so")
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.attributes())
                        .containsEntry("moltmates.turn.attempt", "2")
                        .containsEntry("moltmates.turn.outcome", "answered"))
                .satisfies(attempt -> assertThat(attempt.instance()).isNotEqualTo(begun.instance()));
        assertThat(trace.stream().filter(span -> span.name().equals("receive api")))
                .hasSize(1);
        assertThat(trace.stream().filter(span -> span.name().equals("deliver api")))
                .hasSize(1);
        var sent = trace.stream()
                .filter(span -> span.name().equals("send moltmate.turns"))
                .toList();
        assertThat(sent)
                .singleElement()
                .satisfies(span -> assertThat(trace)
                        .filteredOn(processed -> processed.name().equals("process moltmate.turns"))
                        .singleElement()
                        .satisfies(processed -> assertThat(processed.parentId()).isEqualTo(span.spanId())));
        assertThat(TraceTree.of(trace).lines().stream().filter(line -> !line.startsWith(" ")))
                .as("the rest hangs from the attempt that was cut off")
                .allMatch(line -> line.equals("receive api | channel-ingress") || line.endsWith("agent-service"));
    }

    private static List<SeenSpan> named(TraceReceiver receiver, String name) {
        return receiver.spans().stream()
                .filter(span -> span.name().equals(name))
                .toList();
    }
}
