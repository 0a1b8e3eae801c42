package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.WorkerGroup;
import io.moltmates.schema.UserId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker that joins or leaves moves the partitions that it must take or leave, and no turn of any other breaks off.
class MovedPartitionsIT {

    private static final int PARTITIONS = 12;

    @TempDir
    Path directory;

    @Test
    void aThirdWorkerTakesItsShareAndLeavesItAgainWithoutTouchingTheRest() {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "kafka: { partitions: " + PARTITIONS + " },");
            try (var gateway = RunningGateway.start(state, Map.of(AgentWorker.NO_AGENT_IN_GATEWAY, "false"));
                    var group = new WorkerGroup(gateway.brokerClient(), PARTITIONS);
                    var _ = start(gateway, "first");
                    var _ = start(gateway, "second")) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken(), Duration.ofMinutes(3));
                var calls = new Calls(provider);
                var people = onePersonForEachPartition();
                var two = group.awaitEven(Set.of("first", "second"));
                askAll(api, people, "Hello").join();

                var joining = "Join. <<think 20000>>";
                var answers = askAll(api, people, joining);
                calls.awaitOfAll(people, joining);
                try (var third = start(gateway, "third")) {
                    var three = group.awaitEven(Set.of("first", "second", "third"));
                    answers.join();
                    var taken = three.getOrDefault("third", Set.of());

                    assertThat(taken).hasSize(PARTITIONS / 3);
                    assertThat(moved(two, three)).isEqualTo(taken);
                    assertThat(calls.repeated(people, joining))
                            .as("turns that began again")
                            .isSubsetOf(taken);

                    var leaving = "Leave. <<think 8000>>";
                    answers = askAll(api, people, leaving);
                    calls.awaitOfAll(people, leaving);
                    third.terminate();
                    var after = group.awaitEven(Set.of("first", "second"));
                    answers.join();

                    assertThat(moved(three, after)).isEqualTo(taken);
                    System.out.printf(
                            "moved: %d of %d partitions to a third worker and back, %d and %d turns began again%n",
                            taken.size(),
                            PARTITIONS,
                            calls.repeated(people, joining).size(),
                            calls.repeated(people, leaving).size());
                    assertThat(calls.repeated(people, leaving)).isEqualTo(taken);
                }
            }
        }
    }

    private AgentWorker start(RunningGateway gateway, String name) {
        return AgentWorker.start(gateway, directory.resolve(name + ".log"), name);
    }

    /// How often the model was asked what each person said.
    private static final class Calls {

        private final Map<String, Integer> counts = new ConcurrentHashMap<>();

        Calls(ProviderDouble provider) {
            provider.witness((words, _) -> counts.merge(words, 1, Integer::sum));
        }

        void awaitOfAll(List<String> people, String text) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> people.stream().allMatch(name -> counts.containsKey(words(text, name))));
        }

        /// The partitions of those for whom it was asked more than once.
        Set<Integer> repeated(List<String> people, String text) {
            return people.stream()
                    .filter(name -> counts.getOrDefault(words(text, name), 0) > 1)
                    .map(MovedPartitionsIT::partition)
                    .collect(Collectors.toSet());
        }
    }

    private static String words(String text, String name) {
        return text + " " + name;
    }

    private static List<String> onePersonForEachPartition() {
        var people = new ArrayList<String>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            int wanted = partition;
            people.add(Stream.iterate(0, i -> i + 1)
                    .map(i -> "person" + i)
                    .filter(name -> partition(name) == wanted)
                    .findFirst()
                    .orElseThrow());
        }
        return people;
    }

    private static int partition(String name) {
        byte[] key = UserId.of("api", name).value().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
    }

    private static CompletableFuture<Void> askAll(ApiCaller api, List<String> people, String text) {
        return CompletableFuture.allOf(people.stream()
                .map(name -> api.asking(name, words(text, name), name + text.hashCode())
                        .thenAccept(answer ->
                                assertThat(answer.status()).as(answer.text()).isEqualTo(200)))
                .toArray(CompletableFuture[]::new));
    }

    /// The partitions that somebody else has now.
    private static Set<Integer> moved(Map<String, Set<Integer>> before, Map<String, Set<Integer>> after) {
        return before.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .filter(partition ->
                                !after.getOrDefault(entry.getKey(), Set.of()).contains(partition)))
                .collect(Collectors.toSet());
    }
}
