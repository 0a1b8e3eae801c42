package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Ids;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An auditor at the tap of a gateway that runs, by our command line and by Kafka's.
class TapIT {

    private static final String TURN = Ids.messageId(UserId.of("api", "jane"), "work");

    @TempDir
    private static Path directory;

    private static ProviderDouble provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void talk() {
        Path state = directory.resolve("state");
        provider = ProviderDouble.start();
        TestConfiguration.write(state, provider, "");
        gateway = RunningGateway.start(state, Map.of());
        var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
        var others = api.asking("bob", "canary-of-bob", "hello");
        api.ask("jane", "Hello", "hello");
        String keys = "canary-key-openai " + gateway.operatorToken();
        api.ask(
                "jane",
                "<<tool write {\"path\": \"notes.txt\", \"content\": \"canary-of-jane\"}>><<say Done, " + keys + ">>",
                "work");
        others.join();
        Awaitility.await().until(() -> run("tap", "--turn", TURN).out().contains("is delivered by api"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        provider.close();
    }

    @Test
    void tellsWhatFlows() {
        var story = run("tap");
        assertThat(story.exitCode()).isZero();
        assertThat(story.err()).isEmpty();
        assertThat(story.out())
                .contains("says by api: Hello  [turn " + Ids.messageId(UserId.of("api", "jane"), "hello") + "]")
                .contains("tool: write notes.txt: canary-of-jane")
                .contains("notes.txt has 14 bytes now")
                .containsPattern("answers by api \\(model openai/test-model, \\d+.* \\+ \\d+ tokens, tools: write\\)")
                .containsPattern("\\+\\d+ ms  goes to the assistant")
                .contains("says by api: canary-of-bob");
    }

    @Test
    void tellsOneTurnFromIngressToDelivery() {
        var story = run("tap", "--turn", TURN);
        assertThat(story.exitCode()).isZero();
        assertThat(story.out())
                .containsSubsequence(
                        "Turn " + TURN + " of api_jane",
                        "ingress ",
                        "says by api",
                        "turns ",
                        "goes to the assistant",
                        "sandbox.requests ",
                        "tool: write notes.txt",
                        "sandbox.results ",
                        "notes.txt has 14 bytes now",
                        "egress ",
                        "answers by api",
                        "deliveries ",
                        "is delivered by api",
                        "Answered after ",
                        "routing ",
                        "tools ",
                        "waiting and models ",
                        "delivery ");
        assertThat(story.out()).doesNotContain("bob");
    }

    @Test
    void showsOfOnePersonNoLineOfAnother() {
        var bob = run("tap", "--user", "api_bob");
        assertThat(bob.out()).contains("canary-of-bob").doesNotContain("jane");
        var jane = run("tap", "--user", "api_jane", "--json");
        assertThat(jane.out()).contains("canary-of-jane").doesNotContain("bob");
    }

    @Test
    void jsonHasEachRecordWithItsHeaders() throws IOException {
        var answer = run("tap", "ingress", "--json", "--since", "1h");
        var lines = answer.out().lines().map(TapIT::tree).toList();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(3).allSatisfy(line -> {
            assertThat(line.get("topic").asText()).isEqualTo("moltmate.ingress");
            assertThat(line.has("partition") && line.has("offset") && line.has("timestamp"))
                    .isTrue();
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.at("/headers/ce_specversion").asText()).isEqualTo("1.0");
            assertThat(line.at("/headers/ce_subject").asText())
                    .isEqualTo(line.get("key").asText());
            assertThat(line.at("/headers/ce_id").asText()).isEqualTo(TURN);
            assertThat(line.at("/value/id").asText()).isEqualTo(TURN);
        });
    }

    @Test
    void showsNoSecretAndDisturbsNobody() throws Exception {
        assertThat(run("tap").out() + run("tap", "--json").out())
                .contains("Done, ***")
                .doesNotContain("canary-key-openai", gateway.operatorToken());
        try (var admin = Admin.create(new HashMap<String, Object>(gateway.brokerClient()))) {
            assertThat(admin.listGroups().all().get(20, TimeUnit.SECONDS))
                    .isNotEmpty()
                    .noneSatisfy(group -> assertThat(group.groupId()).contains("tap"));
        }
    }

    @Test
    void followsUntilItIsEnded() throws Exception {
        var output = directory.resolve("follow.log");
        var process = RunningGateway.command(
                gateway.layout().root(), Map.of(), output, "tap", "ingress", "--since", "1h", "--follow");
        try {
            Awaitility.await().until(() -> Files.readString(output).contains("says by api: Hello"));
            new ApiCaller(gateway.baseUrl(), gateway.operatorToken()).ask("jane", "canary-of-later", "later");
            Awaitility.await().until(() -> Files.readString(output).contains("says by api: canary-of-later"));
            assertThat(Files.readString(output).lines()).allMatch(line -> line.startsWith("──") || line.contains("  "));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void saysThatATurnIsNotThere() {
        var answer = run("tap", "--turn", "m0");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err()).contains("No record of the turn m0");
    }

    @Test
    void kafkasOwnConsoleConsumerReadsTheSame() throws Exception {
        var login = directory.resolve("client.properties");
        Files.writeString(
                login,
                gateway.brokerClient().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("bootstrap.servers"))
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .reduce("", String::concat));
        var output = directory.resolve("console.log");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.kafka.tools.consumer.ConsoleConsumer",
                        "--bootstrap-server",
                        gateway.brokerClient().get("bootstrap.servers"),
                        "--consumer.config",
                        login.toString(),
                        "--topic",
                        "moltmate.ingress",
                        "--from-beginning",
                        "--max-messages",
                        "3",
                        "--property",
                        "print.key=true",
                        "--property",
                        "print.headers=true")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output))
                .contains("ce_specversion:1.0", "ce_type:io.moltmates.InboundMessage", "ce_subject:api_", "\"text\":");
    }

    @Test
    void settlesDeadLetters() throws Exception {
        assertThat(run("deadletter", "list").exitCode()).isZero();
        String first = bury("api_carol", "{broken \u001b[31m");
        var listed = run("deadletter", "list");
        assertThat(listed.out()).contains(first, "api_carol", "router-service", "Not a InboundMessage");
        Awaitility.await("the person is told")
                .untilAsserted(
                        () -> assertThat(run("tap", "--user", "api_carol").out())
                                .contains(
                                        "(can't be read) {broken \\u001b[31m",
                                        "DEAD LETTER " + first,
                                        "Something went wrong here"));

        var shown = run("deadletter", "show", "moltmate." + first);
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.out())
                .contains("key       api_carol", "header    origin: canary-header", "{broken \\u001b[31m");

        assertThat(run("deadletter", "replay", first).exitCode()).isZero();
        String second = awaitLetter("api_carol", first);
        var records = run("tap", "ingress", "--json", "--user", "api_carol")
                .out()
                .lines()
                .map(TapIT::tree)
                .toList();
        assertThat(records).hasSize(2);
        for (String field : List.of("value", "key", "headers", "partition")) {
            assertThat(records.get(1).get(field)).isEqualTo(records.get(0).get(field));
        }
        var again = run("deadletter", "replay", first);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("was replayed already");

        assertThat(run("deadletter", "drop", second).exitCode()).isZero();
        assertThat(run("deadletter", "list").out()).doesNotContain("api_carol");
        gateway.kill9();
        gateway.restart();
        assertThat(run("deadletter", "list").out()).doesNotContain("api_carol");
        assertThat(run("deadletter", "show", "ingress/0/999999").exitCode()).isEqualTo(1);
        assertThat(run("deadletter", "show", "nonsense").exitCode()).isEqualTo(2);
    }

    /// Writes a record that can't be read; returns its dead letter's id.
    private static String bury(String key, String value) throws Exception {
        var properties = new HashMap<String, Object>(gateway.brokerClient());
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            var entry = new ProducerRecord<>(Topics.INGRESS.name(), key, value.getBytes(StandardCharsets.UTF_8));
            entry.headers().add("origin", "canary-header".getBytes(StandardCharsets.UTF_8));
            producer.send(entry).get(30, TimeUnit.SECONDS);
        }
        return awaitLetter(key, "");
    }

    private static String awaitLetter(String person, String otherThan) {
        return Awaitility.await()
                .until(
                        () -> run("deadletter", "list")
                                .out()
                                .lines()
                                .filter(line -> line.contains(person))
                                .map(line -> line.replaceAll(" .*", ""))
                                .filter(id -> !id.equals(otherThan))
                                .findFirst()
                                .orElse(""),
                        id -> !id.isEmpty());
    }

    private static JsonNode tree(String line) {
        return RecordCodec.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static CommandsIn.Answer run(String... arguments) {
        return new CommandsIn(directory.resolve("state")).run(arguments);
    }
}
