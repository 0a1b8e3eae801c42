package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Ids;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.config.KafkaSaslConfig.Mechanism;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that talks over somebody else's Kafka: by TLS, with a login, under a prefix, with no right but those that
/// docs/running.md names.
class SecuredKafkaIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ACCOUNT = "moltmates";
    private static final String PASSWORD = "canary \"kafka\\ $password{x}";

    @TempDir
    private static Path directory;

    private static TestKeys keys;
    private static SecuredBroker broker;
    private static ProviderDouble provider;

    @BeforeAll
    static void begin() throws Exception {
        keys = TestKeys.make(directory.resolve("keys"));
        broker = SecuredBroker.start(directory.resolve("kafka"), keys);
        broker.addAccount(ACCOUNT, PASSWORD);
        broker.allowTopics(
                ACCOUNT,
                "acme.",
                AclOperation.CREATE,
                AclOperation.DESCRIBE,
                AclOperation.DESCRIBE_CONFIGS,
                AclOperation.READ,
                AclOperation.WRITE);
        broker.allowGroups(ACCOUNT, "acme.");
        provider = ProviderDouble.start();
    }

    @AfterAll
    static void end() {
        provider.close();
        broker.close();
    }

    private static Path state(String name, String password, Path authority) {
        Path state = directory.resolve(name);
        TestConfiguration.write(state, provider, """
                kafka: {
                    bootstrapServers: "%s", topicPrefix: "acme.",
                    tls: { enabled: true, caFile: "%s" },
                    sasl: { mechanism: "SCRAM-SHA-512", username: "%s", password: "%s" },
                  },
                  sandbox: { mode: "off" },
                """.formatted(
                        broker.address(),
                        authority,
                        ACCOUNT,
                        password.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${")));
        return state;
    }

    @Test
    void everythingGoesByTlsAndLoginUnderThePrefix() throws Exception {
        Path state = state("chat", PASSWORD, keys.authority());
        var commands = new CommandsIn(state);
        try (var gateway = RunningGateway.start(state, Map.of())) {
            var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
            var answer = api.ask(
                    "jane",
                    "<<tool write {\"path\": \"notes.txt\", \"content\": \"canary-file\"}>><<say Done>>",
                    "work");
            assertThat(answer.text()).startsWith("Done");
            assertThat(answer.status()).isEqualTo(200);

            assertThat(SecuredBroker.await(broker.owner().listTopics().names()).stream()
                            .filter(name -> name.startsWith("acme.")))
                    .containsExactlyInAnyOrderElementsOf(Topics.all().stream()
                            .map(topic -> "acme." + topic.name())
                            .toList());
            Awaitility.await()
                    .untilAsserted(() -> assertThat(SecuredBroker.await(
                                    broker.owner().listGroups().all()))
                            .extracting(GroupListing::groupId)
                            .contains(
                                    "acme.moltmate-router",
                                    "acme.moltmate-router-commands",
                                    "acme.moltmate-persona",
                                    "acme.moltmate-persona-commands",
                                    "acme.moltmate-agent",
                                    "acme.moltmate-agent-commands",
                                    "acme.moltmate-sandbox")
                            .allMatch(group -> group.matches("(acme|late)\\.moltmate-.*")));

            String turn = Ids.messageId(UserId.of("api", "jane"), "work");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    commands.run("tap", "--turn", turn).out())
                            .contains("tool: write notes.txt: canary-file", "answers by api", "is delivered by api"));
            assertThat(commands.run("tap", "ingress", "--json").out()).contains("\"topic\":\"moltmate.ingress\"");
            settlesADeadLetter(commands);

            assertThat(api.ask("jane", "Hello again", "again").status()).isEqualTo(200);
            assertThat(gateway.log()).doesNotContain("topic differs").doesNotContain("canary");
            assertThat(gateway.stop()).isZero();
        }
    }

    private static void settlesADeadLetter(CommandsIn commands) throws Exception {
        var properties = new HashMap<String, Object>(broker.login("acme.", Mechanism.SCRAM_SHA_512, ACCOUNT, PASSWORD)
                .clientProperties());
        properties.remove(KafkaConfig.TOPIC_PREFIX);
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            var entry = new ProducerRecord<>(
                    "acme." + Topics.INGRESS.name(), "api_carol", "{broken".getBytes(StandardCharsets.UTF_8));
            producer.send(entry).get(60, TimeUnit.SECONDS);
        }
        String id = Awaitility.await()
                .until(
                        () -> commands.run("deadletter", "list")
                                .out()
                                .lines()
                                .filter(line -> line.contains("api_carol"))
                                .findFirst()
                                .orElse("")
                                .replaceAll(" .*", ""),
                        found -> !found.isEmpty());
        assertThat(id).startsWith("ingress/");
        assertThat(commands.run("deadletter", "replay", id).out()).contains("was written to moltmate.ingress again");
        Awaitility.await("it fails once more, under another id")
                .untilAsserted(
                        () -> assertThat(commands.run("deadletter", "list").out())
                                .contains("api_carol")
                                .doesNotContain(id));
        assertThat(commands.run("tap", "--user", "api_carol").out())
                .contains("(can't be read) {broken", "Something went wrong here");
    }

    @Test
    void aWrongPasswordIsSaidInOneSentenceAndGoesOnWhenItIsRight() throws Exception {
        broker.addAccount("late", "canary-first");
        Path state = state("late", "canary-second", keys.authority());
        Path configuration = state.resolve("moltmate.json");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("username: \"" + ACCOUNT, "username: \"late")
                        .replace("acme.", "late."));
        broker.allowTopics("late", "late.", AclOperation.ALL);
        broker.allowGroups("late", "late.");
        Path log = directory.resolve("late.log");
        int port = FreePorts.three();
        var process = RunningGateway.command(state, Map.of(), log, "gateway", "--port", String.valueOf(port));
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(read(log))
                            .contains("waiting for Kafka at " + broker.address()
                                    + ": it does not accept the login. Check kafka.sasl.username and"
                                    + " kafka.sasl.password."));
            assertThat(new CommandsIn(state).run("tap").err())
                    .isEqualToIgnoringNewLines("Kafka at " + broker.address() + " does not accept the login. Check"
                            + " kafka.sasl.username and kafka.sasl.password.");
            broker.addAccount("late", "canary-second");
            var layout = new StateLayout(state);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> RunFile.running(layout).isPresent());
            var secrets = SecretsFile.read(layout).orElseThrow();
            var api = new ApiCaller(URI.create("http://127.0.0.1:" + port), secrets.operatorToken());
            assertThat(api.ask("jane", "Hello", "first").status()).isEqualTo(200);
            assertThat(read(log)).doesNotContain("canary").doesNotContain("Exception");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aBrokerThatIsNotTrustedIsSaidInOneSentence() throws Exception {
        var strangers = TestKeys.make(directory.resolve("strangers"));
        Path state = state("stranger", PASSWORD, strangers.authority());
        var answer = new CommandsIn(state).run("tap");
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.err())
                .startsWith("Kafka at " + broker.address() + " is not trusted, or does not trust us: ")
                .contains("Check kafka.tls.")
                .doesNotContain("canary");
        Path log = directory.resolve("stranger-gateway.log");
        var process =
                RunningGateway.command(state, Map.of(), log, "gateway", "--port", String.valueOf(FreePorts.three()));
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(read(log))
                            .contains("waiting for Kafka at " + broker.address()
                                    + ": it is not trusted, or does not trust us: "));
            assertThat(read(log)).doesNotContain("canary").doesNotContain("\tat ");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path log) throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
