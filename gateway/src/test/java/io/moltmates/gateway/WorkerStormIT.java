package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.WorkerGroup;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agent workers join, leave, die, freeze and wake up while people write: each message has one outcome, in its order,
/// and no model is asked again for what is journalled.
///
/// The short form runs always; `benchmarks/storm` runs the long one: 30 joins and leaves, turns of ten seconds.
class WorkerStormIT {

    private static final int PARTITIONS = 12;

    private final Shape shape = Boolean.getBoolean("moltmate.storm.long")
            ? new Shape(40, 10_000, 30, Duration.ofSeconds(2), 8, 3)
            : new Shape(12, 2_000, 6, Duration.ofSeconds(1), 2, 1);

    @TempDir
    Path directory;

    /// How much of it.
    ///
    /// @param workers at the start
    /// @param fewest workers that have had people and live, at any time
    record Shape(int people, int thinkMillis, int events, Duration interval, int workers, int fewest) {}

    @Test
    void nothingIsLostDoubledOrOutOfOrderWhileWorkersComeAndGo() throws Exception {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "kafka: { partitions: " + PARTITIONS + " },");
            try (var gateway = RunningGateway.start(state, Map.of(AgentWorker.NO_AGENT_IN_GATEWAY, "false"));
                    var group = new WorkerGroup(gateway.brokerClient(), PARTITIONS);
                    var storm = new WorkerStorm(gateway, group, directory, shape.fewest);
                    var tap = new TopicTap(gateway.brokerClient());
                    var people = new StormPeople(
                            new ApiCaller(gateway.baseUrl(), gateway.operatorToken(), Duration.ofMinutes(10)),
                            shape.people,
                            shape.thinkMillis)) {
                var calls = new RepeatedCalls(gateway);
                provider.witness(calls);
                for (int i = 0; i < shape.workers; i++) {
                    storm.join();
                }
                storm.awaitAll();
                people.setUp();

                var answered = people.begin();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> calls.all() >= 3 * shape.people); // the set-up took two
                var report = storm.rage(shape.events, shape.interval);
                people.stop();
                answered.get(10, TimeUnit.MINUTES);

                assertAnswered(people);
                int sentAgain = assertOneOutcomeInOrder(tap, people);
                assertJournalled(gateway, tap, people);
                assertToolsRanOnce(gateway, people);
                assertThat(calls.forbidden())
                        .as("asked again for what was journalled")
                        .isEmpty();
                storm.awaitEnds();
                System.out.printf(
                        "storm: %s people=%d messages=%d calls=%d repeated-unjournalled=%d replies-sent-again=%d load=%.1f%n",
                        report,
                        shape.people,
                        people.said().size(),
                        calls.all(),
                        calls.repeated(),
                        sentAgain,
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                                .getSystemLoadAverage());
            }
        }
    }

    private static void assertAnswered(StormPeople people) {
        assertThat(people.said()).isNotEmpty().allSatisfy(said -> {
            assertThat(said.answer().status()).as(said.words()).isEqualTo(200);
            assertThat(said.answer().text()).startsWith(said.expected());
        });
    }

    /// @return how many replies stand in the log more than once, word for word
    private int assertOneOutcomeInOrder(TopicTap tap, StormPeople people) {
        var accepted = acceptedByPerson(tap);
        assertThat(accepted.values().stream().mapToInt(Set::size).sum())
                .isEqualTo(people.said().size() + shape.people);
        var replies = new HashMap<String, Map<String, String>>();
        int again = 0;
        for (var entry : tap.on(Topics.EGRESS).toList()) {
            var reply = entry.json();
            if (!reply.path("type").asText().equals("reply")) {
                continue;
            }
            assertThat(reply.path("outcome").asText()).isEqualTo("ANSWERED");
            var words = reply.path("id").asText() + "\n" + reply.path("text").asText();
            var before = replies.computeIfAbsent(entry.key(), _ -> new LinkedHashMap<>())
                    .putIfAbsent(reply.path("inReplyTo").asText(), words);
            assertThat(before).as("another outcome of the same message").isIn(null, words);
            again += before == null ? 0 : 1;
        }
        accepted.forEach((person, ids) -> assertThat(
                        replies.getOrDefault(person, Map.of()).keySet())
                .as(person)
                .containsExactlyElementsOf(ids));
        return again;
    }

    private static void assertJournalled(RunningGateway gateway, TopicTap tap, StormPeople people) {
        var accepted = acceptedByPerson(tap);
        for (String name : people.names()) {
            var user = UserId.of("api", name);
            var journal = JournalView.read(gateway.layout().person(user).sessions());
            assertThat(journal.ids("outcome"))
                    .as(name)
                    .containsExactlyElementsOf(accepted.getOrDefault(user.value(), Set.of()));
            assertThat(journal.ids("request"))
                    .as(name)
                    .containsExactlyElementsOf(accepted.getOrDefault(user.value(), Set.of()));
            assertThat(journal.of("answer")
                            .map(line -> line.path("id").asText() + "#"
                                    + line.path("call").asInt()))
                    .as(name)
                    .doesNotHaveDuplicates();
        }
    }

    private static void assertToolsRanOnce(RunningGateway gateway, StormPeople people) {
        for (String name : people.names()) {
            long tools = people.said().stream()
                    .filter(said -> said.tool() && said.person().equals(name))
                    .count();
            assertThat(CrashIT.read(gateway, name)).as(name).isEqualTo("+".repeat((int) tools) + "end");
        }
    }

    private static Map<String, Set<String>> acceptedByPerson(TopicTap tap) {
        var accepted = new HashMap<String, Set<String>>();
        List<TopicTap.Tapped> records = new ArrayList<>(tap.on(Topics.INGRESS).toList());
        records.forEach(entry -> accepted.computeIfAbsent(entry.key(), _ -> new LinkedHashSet<>())
                .add(entry.json().path("id").asText()));
        return accepted;
    }
}
