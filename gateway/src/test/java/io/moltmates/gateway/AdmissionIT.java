package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Address;
import io.moltmates.schema.GroupPart;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.TopicWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Strangers and groups of a chat platform, whose adapter is this test: what it writes comes in, what is to be said it
/// reads.
class AdmissionIT {

    private static final UserId MALLORY = UserId.of("telegram", "7");
    private static final UserId GROUP = UserId.of("telegram", "-100");
    private static final String CHANNELS =
            "channels: { telegram: { dmPolicy: \"pairing\", groups: { \"-100\": { systemPrompt: \"Be brief.\" } } } },";

    @TempDir
    private Path directory;

    private ProviderDouble provider;
    private RunningGateway gateway;
    private TopicWriter platform;
    private TopicTap tap;
    private CommandsIn commands;

    @BeforeEach
    void start() {
        Path state = directory.resolve("state");
        provider = ProviderDouble.start();
        TestConfiguration.write(state, provider, CHANNELS);
        gateway = RunningGateway.start(state, Map.of());
        platform = new TopicWriter(gateway.brokerClient(), "test-platform");
        tap = new TopicTap(gateway.brokerClient());
        commands = new CommandsIn(state);
    }

    @AfterEach
    void stop() {
        tap.close();
        platform.close();
        gateway.close();
        provider.close();
    }

    @Test
    void aStrangerIsLetInByTheirCodeAndStoppedWhenThatIsTakenBack() {
        says("m1", "hello");
        String code = await("m1", said -> said.path("outcome").asText().equals("REFUSED"))
                .path("text")
                .asText()
                .replaceAll("(?s).*\n`([A-Z2-9]{8})`\n.*", "$1");
        var person = gateway.layout().person(MALLORY);
        assertThat(person.directory()).doesNotExist();
        assertThat(commands.run("pairing", "list").out()).contains(code, "telegram_7", "Mallory");
        assertThat(commands.run("pairing", "approve", code).out()).contains("telegram_7 may write now.");
        Awaitility.await()
                .until(() -> egress().stream()
                        .anyMatch(said -> said.path("text").asText().contains("let in:")));

        says("m2", "Hello <<say Hi Mallory>>");
        await("m2", said -> said.path("text").asText().contains("Molty"));
        says("m3", "Molty");
        await("m2", said -> said.path("text").asText().equals("Hi Mallory"));
        Awaitility.await("the approval lies with the person")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(person.person()).content().contains("paired"));

        says("m4", "<<think 60000>> <<say never>>");
        Awaitility.await().until(() -> provider.calls("<<think 60000>> <<say never>>") == 1);
        says("m5", "And this?"); // two that came at once would be one turn
        Awaitility.await()
                .until(() -> tap.any(
                        Topics.TURNS,
                        turn -> turn.json().at("/message/text").asText().equals("And this?")));
        assertThat(commands.run("pairing", "revoke", "telegram_7").exitCode()).isZero();
        await("m4", said -> said.path("outcome").asText().equals("STOPPED"));
        var refused = await("m5", said -> said.path("outcome").asText().equals("REFUSED"));
        assertThat(refused.path("text").asText()).isEmpty();
        says("m6", "Still there?");
        await("m6", said -> said.path("text").asText().contains("may not talk with you"));
        assertThat(provider.calls("And this?")).isZero();
    }

    @Test
    void aGroupHasAnAssistantOfItsOwnUntilItIsTakenOffTheList() {
        inGroup("g1", "Ben", "nice weather", false);
        inGroup("g2", "Anna", "what does Ben say? <<say It is fine>>", true);
        await("g2", said -> said.path("text").asText().equals("It is fine"));
        assertThat(provider.requests().getLast())
                .contains("Ben: nice weather", "Anna: what does Ben say?", "Be brief.", "group chat", "Friends");
        assertThat(gateway.layout().person(GROUP).soul()).content().contains("Molty");
        inGroup("g3", "Anna", "<<say NO_REPLY>>", true);
        assertThat(await("g3", said -> said.path("outcome").asText().equals("ANSWERED"))
                        .path("text")
                        .asText())
                .isEmpty();

        inGroup("g4", "Anna", "<<think 60000>> <<say never>>", true);
        Awaitility.await().until(() -> provider.requests().stream().anyMatch(body -> body.contains("think 60000")));
        TestConfiguration.write(gateway.layout().root(), provider, "");
        await("g4", said -> said.path("outcome").asText().equals("STOPPED"));
        assertThat(egress()).noneMatch(said -> said.path("inReplyTo").asText().equals(id(GROUP, "g1")));
    }

    private void says(String id, String text) {
        platform(MALLORY, id, "Mallory", text, null);
    }

    private void inGroup(String id, String name, String text, boolean addressed) {
        platform(GROUP, id, name, text, new GroupPart(UserId.of("telegram", "1"), "Friends", addressed, false));
    }

    private void platform(UserId user, String id, String name, String text, @Nullable GroupPart group) {
        var message = new InboundMessage(
                id(user, id),
                user,
                new Address("telegram", "default", user.platformId(), null),
                name,
                text,
                List.of(),
                null,
                true,
                Instant.now(),
                group,
                null,
                null,
                List.of());
        platform.write(Topics.INGRESS, message, null)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /// What was said in answer to this message, once it is like that.
    private JsonNode await(String id, Predicate<JsonNode> condition) {
        return Awaitility.await(id)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> egress().stream()
                                .filter(said -> said.path("inReplyTo").asText().startsWith(idOf(id)))
                                .filter(condition)
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private List<JsonNode> egress() {
        return tap.on(Topics.EGRESS).map(TopicTap.Tapped::json).toList();
    }

    private static String idOf(String id) {
        return id(id.startsWith("g") ? GROUP : MALLORY, id);
    }

    private static String id(UserId user, String id) {
        return Ids.messageId(user, id);
    }
}
