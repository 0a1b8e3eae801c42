package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.TopicScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `docs/asyncapi.yaml` says is what running services do: topics, keys, headers and values.
class AsyncApiIT {

    /// Messages that are described, and that no service of this version writes, or not without a bot account.
    private static final Set<String> NEVER_WRITTEN = Set.of(
            "moltmate.accounts AccountLease",
            "moltmate.egress Edit",
            "moltmate.egress SharedFile",
            "moltmate.pairings PairingRecord",
            "moltmate.links LinkOffer",
            "moltmate.links AddressMove",
            "moltmate.commands MoveAddress",
            "moltmate.commands FetchFiles",
            "moltmate.command.results Files",
            "moltmate.sandbox.requests ExportFile");

    /// The key of records that are meant to be no messages.
    private static final String BROKEN = "api_broken";

    @TempDir
    private static Path directory;

    private static ProviderDouble provider;
    private static RunningGateway gateway;
    private static AsyncApiDocument document;

    @BeforeAll
    static void doEverythingThereIs() throws Exception {
        assumeTrue(TwoPeopleIT.sandboxImageIsThere(), "no Docker engine with the image of the sandbox");
        document = AsyncApiDocument.read();
        Path state = directory.resolve("state");
        provider = ProviderDouble.start();
        TestConfiguration.write(
                state,
                provider,
                "channels: { web: { allowFrom: [\"alice\", \"bob\"] } },"
                        + " tools: { exec: { safeBins: [\"cat\", \"sleep\"] } },");
        gateway = RunningGateway.start(state, Map.of());
        var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
        api.ask("jane", "<<tool write {\"path\": \"notes.txt\", \"content\": \"one two\"}>><<say Done>>", "write");
        api.ask(
                "jane",
                "<<tool edit {\"path\": \"notes.txt\", \"before\": \"one\", \"after\": \"1\"}>><<say Done>>",
                "edit");
        api.ask("jane", "<<tool read {\"path\": \"notes.txt\"}>><<say Done>>", "read");
        api.ask("jane", "<<tool list {\"path\": \".\"}>><<say Done>>", "list");
        api.ask("jane", "<<tool exec {\"command\": \"cat notes.txt\"}>><<say Done>>", "exec");
        api.ask("jane", "<<tool delete {\"path\": \"notes.txt\"}>><<say Done>>", "delete");
        onTheWeb();
        ask(api);
        asTheOperator(new CommandsIn(state));
        giveUpOnRecords();
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            provider.close();
        }
    }

    private static void onTheWeb() throws IOException, InterruptedException {
        try (var alice = new WebPerson(gateway.baseUrl(), gateway.personToken("alice"))) {
            alice.ask("a1", "Hello", "Molty");
            alice.ask("a2", "Custom", "Describe them in your words");
            alice.send("a3", "A gardener who likes roses");
            alice.await(frame -> frame.path("type").asText().equals("persona"));
        }
        try (var bob = new WebPerson(gateway.baseUrl(), gateway.personToken("bob"))) {
            bob.ask("b1", "Hello", "Molty");
            bob.send("b2", "Molty");
            bob.await(frame -> frame.path("type").asText().equals("persona"));
            bob.upload("b3", "list.txt", "milk");
            bob.ask("b3", "<<say Got it>>", "Got it", "list.txt");
            bob.send("b4", "<<tool exec {\"command\": \"sleep 60\"}>><<say Never>>");
            bob.await(frame -> frame.path("type").asText().equals("tool")
                    && frame.path("name").asText().equals("exec"));
            bob.ask("b5", "/stop", "Stopped.");
            bob.ask("b6", "/new", "A new conversation begins");
            bob.ask("b7", "/model openai/test-model", "");
        }
    }

    /// What the command line could ask.
    private static void ask(ApiCaller api) {
        api.command(Map.of("type", "person", "id", "q-person", "user", "api_jane"));
        api.command(Map.of("type", "pairings", "id", "q-pairings", "user", "operator_everybody"));
        api.command(Map.of(
                "type",
                "decidePairing",
                "id",
                "q-decide",
                "user",
                "operator_everybody",
                "decision",
                "APPROVED",
                "subject",
                "ABCDEFGH"));
        api.command(Map.of("type", "people", "id", "q-people", "user", "operator_everybody"));
        api.command(Map.of("type", "setting", "id", "q-setting", "user", "web_nobody", "name", "model", "value", "x"));
        api.command(Map.of("type", "history", "id", "q-history", "user", "web_nobody"));
    }

    private static void asTheOperator(CommandsIn commands) {
        assertThat(commands.run("sessions", "list").exitCode()).isZero();
        assertThat(commands.run("users", "list").out()).contains("api_jane");
        String file = directory.resolve("jane.md").toString();
        assertThat(commands.run("users", "export", "api:jane", "--to", file).exitCode())
                .isZero();
        assertThat(commands.run("users", "reset", "api:jane").exitCode()).isZero();
        assertThat(commands.run("users", "remove", "api:jane", "--delete-data").out())
                .contains("deleted");
    }

    private static void giveUpOnRecords() throws Exception {
        var properties = new HashMap<String, Object>(gateway.brokerClient());
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            for (var topic : Topics.withDeadLetters()) {
                producer.send(new ProducerRecord<>(topic.name(), BROKEN, "{broken".getBytes(StandardCharsets.UTF_8)))
                        .get(60, TimeUnit.SECONDS);
            }
        }
        try (var tap = new TopicTap(gateway.brokerClient())) {
            Awaitility.await("every topic has a dead letter")
                    .untilAsserted(() -> assertThat(Topics.withDeadLetters())
                            .allMatch(topic ->
                                    tap.on(topic.deadLetters()).findAny().isPresent()));
        }
    }

    private static List<ConsumerRecord<String, byte[]>> records() {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var scan = new TopicScan(gateway.brokerClient(), "contract-check", List.copyOf(document.topics()), null)) {
            scan.read(records::add);
        }
        return records;
    }

    @Test
    void everyRecordIsAsDescribed() {
        var records = records();
        assertThat(records).hasSizeGreaterThan(100);
        assertThat(records)
                .filteredOn(entry -> !BROKEN.equals(entry.key()) || document.message(entry) != null)
                .filteredOn(entry -> entry.value() != null) // a tombstone, which has a key and nothing else
                .allSatisfy(entry -> assertThat(document.problems(entry))
                        .as("%s/%d/%d", entry.topic(), entry.partition(), entry.offset())
                        .isEmpty());
    }

    @Test
    void everyMessageThatIsDescribedIsWrittenButThese() {
        var written = new TreeSet<String>();
        records().forEach(entry -> written.add(entry.topic() + " " + document.message(entry)));
        var never = new TreeSet<>(document.messages());
        never.removeAll(written);
        assertThat(never).isEqualTo(new TreeSet<>(NEVER_WRITTEN));
    }

    @Test
    void theBrokerHasTheTopicsThatAreDescribedAndTheyAreLikeThat() throws Exception {
        try (var admin = Admin.create(new HashMap<String, Object>(gateway.brokerClient()))) {
            assertThat(admin.listTopics().names().get(60, TimeUnit.SECONDS))
                    .containsExactlyInAnyOrderElementsOf(document.topics());
            var partitions =
                    admin.describeTopics(document.topics()).allTopicNames().get(60, TimeUnit.SECONDS);
            partitions.forEach(
                    (topic, found) -> assertThat(found.partitions()).as(topic).hasSize(document.partitions(topic)));
            var resources = document.topics().stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            admin.describeConfigs(resources)
                    .all()
                    .get(60, TimeUnit.SECONDS)
                    .forEach((topic, found) -> assertThat(found.entries().stream()
                                    .filter(setting ->
                                            document.configuration(topic.name()).containsKey(setting.name()))
                                    .collect(Collectors.toMap(setting -> setting.name(), setting -> setting.value())))
                            .as(topic.name())
                            .isEqualTo(document.configuration(topic.name())));
        }
        assertThat(Topics.all()).extracting(Topic::name).containsExactlyInAnyOrderElementsOf(document.topics());
    }
}
