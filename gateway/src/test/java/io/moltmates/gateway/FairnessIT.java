package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One person's trouble is nobody else's, on the same partition either.
class FairnessIT {

    private static final int PEOPLE = 100;

    @TempDir
    Path directory;

    @Test
    void aHangingTurnHoldsUpNobodyAndEndsWithStop() {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "kafka: { partitions: 1 },");
            try (var gateway = RunningGateway.start(state, Map.of())) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                var warm = new ArrayList<CompletableFuture<ApiCaller.Answer>>();
                for (int i = 0; i < PEOPLE; i++) {
                    warm.add(api.asking("person" + i, "Hello", "warm" + i));
                }
                CompletableFuture.allOf(warm.toArray(CompletableFuture[]::new)).join();

                var hanging = api.asking("hank", "Think long. <<think 600000>>", "long");
                Awaitility.await().until(() -> provider.calls("Think long. <<think 600000>>") == 1);
                var queued = new ArrayList<CompletableFuture<ApiCaller.Answer>>();
                for (int i = 0; i < 20; i++) {
                    queued.add(api.asking("hank", "Queued " + i + " <<say later " + i + ">>", "queued" + i));
                }
                long begun = System.nanoTime();
                var millis = new ArrayList<CompletableFuture<Long>>();
                for (int i = 0; i < PEOPLE; i++) {
                    millis.add(api.asking("person" + i, "Hello <<think 2000>>", "measured" + i)
                            .thenApply(answer -> answer.status() == 200
                                    ? Duration.ofNanos(System.nanoTime() - begun)
                                            .toMillis()
                                    : Long.MAX_VALUE));
                }
                // One after the other they would take PEOPLE times 2 s, behind the hanging turn 600 s.
                assertThat(millis).allSatisfy(one -> assertThat(one.join()).isLessThan(60_000L));

                long stopped = System.nanoTime();
                api.ask("hank", "/stop", "stop");
                hanging.join();
                assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(60));
                for (int i = 0; i < queued.size(); i++) {
                    assertThat(queued.get(i).join().text()).isEqualTo("later " + i);
                }
            }
        }
    }
}
