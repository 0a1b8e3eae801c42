package io.moltmates.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import io.moltmates.benchmarks.ProviderDouble;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// `docker compose up`, on a real engine, as an operator and people live with it. `deploy/test-stack.sh --long` runs
/// the
/// same with more people and more that dies. With `-Dmoltmate.stack.built=true` the images `moltmate-it-…` are taken as
/// they are.
///
/// All tests share one stack, since starting it takes minutes; each leaves it running and whole.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackIT {

    private static final boolean LONG = Boolean.getBoolean("moltmate.stack.long");
    private static final String PROVIDER_KEY = "canary-provider-key-6f1c";
    private static final String OTHER_PROVIDER_KEY = "canary-env-provider-key-93ab";
    private static final String OPERATOR_TOKEN = "mo_canary-operator-token-2e70";
    private static final String KAFKA_PASSWORD = "canary-kafka-password-c4d8";
    private static final Set<String> CANARIES =
            Set.of(PROVIDER_KEY, OTHER_PROVIDER_KEY, OPERATOR_TOKEN, KAFKA_PASSWORD);
    private static final Map<String, Set<String>> NETWORKS = Map.of(
            "kafka", Set.of("log"),
            "channel-ingress", Set.of("log", "telemetry", "platforms"),
            "router-service", Set.of("log", "telemetry"),
            "persona-service", Set.of("log", "telemetry"),
            "agent-service", Set.of("log", "telemetry", "providers"),
            "sandbox-service", Set.of("log", "telemetry", "engine"),
            "engine-proxy", Set.of("engine"),
            "config", Set.of("none"));
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path directory;

    private static ProviderDouble provider;
    private static ComposeStack stack;
    private static ApiCaller api;
    private static boolean whole;

    @BeforeAll
    static void start() throws IOException {
        provider = ProviderDouble.startAt(InetAddress.getByName("0.0.0.0"));
        stack = ComposeStack.prepare(
                directory,
                configuration(""),
                Map.of(
                        "MY_PROVIDER_KEY", PROVIDER_KEY,
                        "GROQ_API_KEY", OTHER_PROVIDER_KEY,
                        "MY_OPERATOR_TOKEN", OPERATOR_TOKEN,
                        "MY_KAFKA_PASSWORD", KAFKA_PASSWORD));
        if (!Boolean.getBoolean("moltmate.stack.built")) {
            stack.compose("build");
        }
        stack.up();
        awaitHealthy("channel-ingress");
        api = new ApiCaller(stack.url(), OPERATOR_TOKEN);
    }

    @AfterAll
    static void stop() {
        try (var _ = provider;
                var closing = stack) {
            if (!whole && closing != null) {
                closing.saveLogs();
            }
        }
    }

    private static String configuration(String agent) {
        return """
                {
                  gateway: { auth: { token: "${MY_OPERATOR_TOKEN}" } },
                  channels: { web: { allowFrom: ["alice", "bob"] } },
                  providers: { double: { baseUrl: "http://host.docker.internal:%d/v1", apiKey: "${MY_PROVIDER_KEY}" } },
                  agents: { main: { model: "double/test-model", %s } },
                  // of no use to a client without TLS, but as secret as the password of a login
                  kafka: { properties: { "ssl.key.password": "${MY_KAFKA_PASSWORD}" } },
                }
                """.formatted(provider.port(), agent);
    }

    private static void awaitHealthy(String service) {
        Awaitility.await(service + " is healthy")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> stack.health(service).equals("healthy"));
    }

    @Test
    @Order(1)
    void twoPeopleChatRunACommandAndDropAFile() throws IOException {
        try (var browser = TestBrowser.start();
                var alice = browser.open(stack.moltmate("users", "link", "alice"));
                var bob = browser.open(stack.moltmate("users", "link", "bob"))) {

            talk(alice, "Cami", "canary-alice");
            talk(bob, "Molty", "canary-bob");

            assertThat(alice.everythingReceived()).contains("canary-alice").doesNotContain("canary-bob");
            assertThat(bob.everythingReceived()).contains("canary-bob").doesNotContain("canary-alice");
            alice.reload();
            alice.awaitMessage("canary-alice-uploaded");
            assertThat(alice.problems()).isEmpty();
            assertThat(bob.problems()).isEmpty();
        }
    }

    private static void talk(ChatPage page, String persona, String canary) throws IOException {
        page.say("Hello, this is " + canary + "-message");
        page.awaitMessage("Molty - Direct and reliable");
        page.choosePersona(persona);
        assertThat(page.element("persona-name"))
                .containsText(persona, new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        page.awaitMessage("You said: Hello");
        Path upload = Files.writeString(directory.resolve(canary + "-upload.txt"), canary + "-uploaded");
        page.attach(upload);
        assertThat(page.element("attachment")).hasCount(1, ChatPage.patience());
        page.say("Look. <<tool exec {\"command\":\"cat inbox/" + canary + "-upload.txt\"}>>");
        page.awaitMessage(canary + "-uploaded");
        assertThat(page.toolCards()).not().hasCount(0, ChatPage.patience());
    }

    @Test
    @Order(2)
    void eachServiceHoldsOnlyTheSecretsThatItNeeds() {
        var secrets = stack.secrets();
        var words = new TreeSet<>(CANARIES);
        words.add(secrets.personKey());
        words.add(secrets.operatorToken());
        Map<String, Set<String>> expected = Map.of(
                "channel-ingress", Set.of(OPERATOR_TOKEN, KAFKA_PASSWORD, secrets.personKey(), secrets.operatorToken()),
                "router-service", Set.of(KAFKA_PASSWORD),
                "persona-service", Set.of(KAFKA_PASSWORD),
                "agent-service", Set.of(PROVIDER_KEY, OTHER_PROVIDER_KEY, KAFKA_PASSWORD),
                "sandbox-service", Set.of(KAFKA_PASSWORD),
                "engine-proxy", Set.of(),
                "kafka", Set.of());
        var content = new StackContent(stack, directory);

        expected.forEach((service, needed) -> assertThat(
                        content.wordsIn(stack.container(service), words, !service.equals("kafka")))
                .as("secrets in %s", service)
                .isEqualTo(needed));
    }

    @Test
    @Order(3)
    void noTopicHoldsASecret() {
        String records = stack.compose(
                "exec",
                "-T",
                "kafka",
                "bash",
                "-c",
                "timeout 60 /opt/kafka/bin/kafka-console-consumer.sh --bootstrap-server kafka:9092 --from-beginning"
                        + " --timeout-ms 10000 --include '.*' --property print.key=true --property print.headers=true"
                        + " || true");

        assertThat(records).contains("canary-alice-message", "web_bob");
        assertThat(CANARIES).noneMatch(records::contains);
    }

    @Test
    @Order(4)
    void everyProcessIsAnUnprivilegedUserOnAReadOnlyRoot() {
        var all = new TreeSet<>(ComposeStack.SERVICES);
        all.addAll(List.of("kafka", "config", "engine-proxy"));
        for (String service : all) {
            String container = stack.container(service);
            String status = stack.docker("exec", container, "cat", "/proc/1/status");

            assertThat(status)
                    .as(service)
                    .doesNotContainPattern("Uid:\\s+0\\s")
                    .containsPattern("CapEff:\\s+0+\\n")
                    .containsPattern("CapPrm:\\s+0+\\n")
                    .containsPattern("NoNewPrivs:\\s+1\\n");
            assertThat(stack.docker(
                            "inspect",
                            "--format",
                            "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.HostConfig.Privileged}}"
                                    + " {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}",
                            container))
                    .as(service)
                    .matches("true \\[ALL] false [1-9]\\d+ [1-9]\\d+ [1-9]\\d*\n");
        }
    }

    @Test
    @Order(5)
    void eachServiceReachesOnlyWhatItMay() {
        NETWORKS.forEach((service, networks) ->
                assertThat(stack.networks(service)).as(service).isEqualTo(networks));
        assertThat(stack.internalNetworks())
                .contains("log", "engine", "telemetry")
                .doesNotContain("providers");
        String provided = stack.address("agent-service", "providers") + "/8080";
        assertThat(reaches("agent-service", provided)).isTrue();
        for (String service :
                List.of("router-service", "persona-service", "sandbox-service", "engine-proxy", "kafka")) {
            assertThat(reaches(service, provided))
                    .as("%s reaches the network of providers", service)
                    .isFalse();
        }
        assertThat(reaches("sandbox-service", "engine-proxy/2375")).isTrue();
        for (String service : List.of("channel-ingress", "router-service", "persona-service", "agent-service")) {
            assertThat(reaches(service, "engine-proxy/2375"))
                    .as("%s reaches the engine's proxy", service)
                    .isFalse();
            assertThat(stack.docker(
                            "inspect",
                            "--format",
                            "{{range .Mounts}}{{.Destination}} {{end}}",
                            stack.container(service)))
                    .doesNotContain("docker.sock");
        }
        for (String service : List.of("channel-ingress", "router-service")) {
            assertThat(stack.succeeds("exec", stack.container(service), "test", "-e", "/state/users/web_alice"))
                    .as("%s sees people's directories", service)
                    .isFalse();
        }
        assertThat(stack.succeeds("exec", stack.container("agent-service"), "test", "-e", "/state/users/web_alice"))
                .isTrue();
    }

    private static boolean reaches(String service, String address) {
        return stack.succeeds(
                "exec", stack.container(service), "timeout", "5", "bash", "-c", "exec 3<>/dev/tcp/" + address);
    }

    @Test
    @Order(6)
    void anEditIsRenderedAndTakenUpWhileRunning() throws IOException {
        stack.configure(configuration("maxTokens: 1237"));

        Awaitility.await("the new limit")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    api.ask("edith", "Is it there?", "edit" + provider.calls());
                    return provider.requests().getLast().contains("1237");
                });
    }

    @Test
    @Order(7)
    void losesNothingWhileWorkersComeAndDieAndKafkaIsRestarted() {
        try (var people = new TalkingPeople(api, "worker", LONG ? 40 : 8, LONG ? 20 : 6, "<<think 500>>")) {
            people.begin();
            people.awaitAnswers(people.all() / 8);
            stack.up("--no-recreate", "--scale", "agent-service=4", "--scale", "sandbox-service=2");
            people.awaitAnswers(people.all() / 3);
            for (String worker : stack.containers("agent-service").subList(0, LONG ? 3 : 1)) {
                stack.docker("kill", "--signal", "KILL", worker);
            }
            people.awaitAnswers(people.all() / 2);
            stack.compose("restart", "kafka");

            people.awaitAll();

            people.assertHistories();
        }
    }

    @Test
    @Order(8)
    void downAndUpKeepEverything() {
        try (var before = new TalkingPeople(api, "keeper", 2, 3, "")) {
            before.begin();
            before.awaitAll();
            stack.compose("down", "--timeout", "45");
            stack.up();
            awaitHealthy("channel-ingress");

            before.assertHistories();

            try (var browser = TestBrowser.start();
                    var alice = browser.open(stack.moltmate("users", "link", "alice"))) {
                alice.awaitMessage("canary-alice-uploaded");
                alice.say("And now? <<say here again>>");
                alice.awaitMessage("here again");
            }
            assertThat(stack.moltmate("tap", "--since", "1h")).contains("web_alice");
        }
        whole = true;
    }
}
