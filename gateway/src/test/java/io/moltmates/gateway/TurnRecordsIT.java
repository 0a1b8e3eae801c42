package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Ids;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a turn costs the log: each record more is paid by every turn of everybody.
class TurnRecordsIT {

    @TempDir
    Path directory;

    @Test
    void aTurnThroughTheApiMakesFourRecords() {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "");
            try (var gateway = RunningGateway.start(state, Map.of())) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("jane", "Hello", "first");
                api.ask("jane", "Hello again", "second");
                String turn = Ids.messageId(UserId.of("api", "jane"), "second");
                try (var tap = new TopicTap(gateway.brokerClient())) {
                    Awaitility.await()
                            .until(() -> tap.records()
                                    .anyMatch(entry -> entry.topic().equals("moltmate.deliveries")
                                            && entry.value().contains(turn)));

                    assertThat(tap.records()
                                    .filter(entry -> entry.value().contains(turn))
                                    .filter(entry -> !entry.topic().equals("moltmate.users"))
                                    .map(TopicTap.Tapped::topic))
                            .containsExactlyInAnyOrder(
                                    "moltmate.ingress", "moltmate.turns", "moltmate.egress", "moltmate.deliveries");
                }
            }
        }
    }
}
