package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The operator's commands about people and sessions, with people on Telegram who see what comes of them.
class UsersIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static ProviderDouble provider;
    private static BotApiDouble telegram;
    private static RunningGateway gateway;
    private static CommandsIn commands;

    @BeforeAll
    static void start() {
        provider = ProviderDouble.start();
        telegram = BotApiDouble.start();
        configure("");
        gateway = RunningGateway.start(directory.resolve("state"), Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN));
        commands = new CommandsIn(directory.resolve("state"));
    }

    private static void configure(String operators) {
        TestConfiguration.write(directory.resolve("state"), provider, """
                channels: { telegram: { apiRoot: "%s", allowFrom: ["501", "502"], groups: { "-200": {} },
                    messagesPerSecond: 1000 } },
                messages: { queue: { mode: "followup" } },
                commands: { operators: [%s] },
                """.formatted(telegram.root(), operators));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        telegram.close();
        provider.close();
    }

    @Test
    void aPersonWhoIsAddedIsAnsweredUntilTheyAreRemovedWithAllThatThereIsOfThem() {
        var user = UserId.of("telegram", "601");
        var chat = telegram.chat(601);
        chat.write("Hello?");
        assertThat(await(chat, 1).plain()).contains("may not talk");
        assertThat(commands.run("users", "add", "telegram:601").out()).contains("telegram_601 may write now.");
        assertThat(commands.run("users", "add", "tg:601").out()).contains("may write already: let in by the operator");

        choose(chat, 2);
        chat.write("<<say I know you>>");
        assertThat(await(chat, 4).plain()).isEqualTo("I know you");
        var listed = listed(user);
        assertThat(listed.path("mayWrite").asBoolean()).isTrue();
        assertThat(listed.at("/person/persona/name").asText()).isEqualTo("Molty");
        assertThat(listed.at("/usage/tokensToday").asLong()).isPositive();
        var shown = commands.run("users", "show", "telegram_601").out();
        assertThat(shown).contains("let in by the operator", "Molty", "openai/test-model", "workspace");

        chat.write("<<think 120000>> <<say never>>");
        Awaitility.await().atMost(LIMIT).until(() -> provider.calls("<<think 120000>> <<say never>>") == 1);
        var removed = commands.run("users", "remove", "telegram:601", "--delete-data");
        assertThat(removed.err()).isEmpty();
        assertThat(removed.out())
                .contains(
                        "All that there was of telegram_601 is deleted.", "Topics hold messages of theirs until about")
                .contains("telegram_601 may write no more.");
        assertThat(removed.exitCode()).isZero();
        assertThat(gateway.layout().person(user).directory()).doesNotExist();
        try (var tap = new TopicTap(gateway.brokerClient())) {
            assertThat(last(tap, Topics.USERS, user)).startsWith("[");
            assertThat(last(tap, Topics.PAIRINGS, user)).startsWith("[");
        }

        int before = chat.count();
        chat.write("Still there?");
        assertThat(await(chat, before + 1).plain()).contains("may not talk");
        assertThat(chat.sent()).noneMatch(sent -> sent.plain().contains("never"));
        assertThat(gateway.layout().person(user).directory()).doesNotExist();
        assertThat(commands.run("users", "list").out()).doesNotContain("telegram_601");
    }

    @Test
    void aPersonOfTheListIsSaidToBeThereStill() {
        var chat = telegram.chat(501);
        choose(chat, 1);
        assertThat(commands.run("users", "add", "telegram:501").out()).contains("channels.telegram.allowFrom has");
        var removed = commands.run("users", "remove", "telegram:501");
        assertThat(removed.exitCode()).isEqualTo(1);
        assertThat(removed.err())
                .contains("telegram_501 may still write: channels.telegram.allowFrom has \"501\"", "moltmate.json");
    }

    @Test
    void conversationsAreShownExportedBegunAnewAndDeleted() throws IOException {
        var chat = telegram.chat(502);
        choose(chat, 1);
        chat.write("<<say one\u001b[2J>>");
        await(chat, 3);
        var shown = commands.run("sessions", "show", "telegram:502").out();
        assertThat(shown).contains("person", "Molty", "one\\u001b[2J").doesNotContain("\u001b");
        String first = commands.run("sessions", "list")
                .out()
                .lines()
                .filter(line -> line.startsWith("telegram_502"))
                .map(line -> line.split("\\s+", -1)[1])
                .findFirst()
                .orElseThrow();
        assertThat(tree(commands.run("sessions", "show", first, "--json").out()).toString())
                .contains("one");

        Path file = directory.resolve("502.md");
        assertThat(commands.run("users", "export", "telegram:502", "--to", file.toString())
                        .exitCode())
                .isZero();
        assertThat(file).content().contains("<<say one", "**Molty, ");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(commands.run("users", "export", "telegram:502", "--to", file.toString())
                        .err())
                .contains("is there already");

        assertThat(commands.run("users", "reset", "telegram:502").out()).contains("A new conversation begins");
        assertThat(commands.run("sessions", "reset", first).err()).contains("is not the current session");
        chat.write("<<say two>>");
        await(chat, 4);
        assertThat(provider.requests().getLast()).contains("say two").doesNotContain("say one");
        assertThat(commands.run("sessions", "delete", first).out()).contains("is deleted");
        assertThat(commands.run("sessions", "show", first).err()).contains("There is no session");
        chat.write("<<say three>>");
        await(chat, 5);
        assertThat(provider.requests().getLast()).contains("say two", "say three");
        assertThat(commands.run("sessions", "delete", "telegram:502").exitCode())
                .isZero();
        chat.write("<<say four>>");
        await(chat, 6);
        assertThat(provider.requests().getLast()).contains("say four").doesNotContain("say three");
        assertThat(chat.sent()).hasSize(6);
    }

    @Test
    void anOperatorMayGiveAGroupsCommandsAsSoonAsTheFileSaysSo() {
        var group = telegram.chat(-200);
        group.write(group.message(503, "/activation always"));
        group.write(group.message(503, "/whoami"));
        assertThat(await(group, 1).plain()).contains("telegram_503");

        configure("\"telegram:503\"");
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            group.write(group.message(503, "/activation always"));
            return group.count() > 1;
        });
        assertThat(group.sent().get(1).plain()).doesNotContain("telegram_503");
    }

    @Test
    void saysWhatIsNoPerson() {
        assertThat(commands.run("users", "add", "web:bob").err()).contains("channels.web.allowFrom", "\"bob\"");
        assertThat(commands.run("users", "reset", "telegram:999").err()).contains("nobody called telegram_999");
        assertThat(commands.run("users", "remove", "telegram:999").exitCode()).isEqualTo(1);
        assertThat(commands.run("users", "export", "telegram:999").err()).contains("Nothing was said");
        assertThat(commands.run("sessions", "show", "s0").err()).contains("There is no session 's0'");
    }

    private static void choose(ChatDouble chat, int before) {
        chat.write("/start");
        await(chat, before);
        chat.press("Molty");
        await(chat, before + 1);
    }

    private static ChatDouble.Sent await(ChatDouble chat, int count) {
        Awaitility.await("message " + count + " in chat " + chat.id())
                .atMost(LIMIT)
                .until(() -> chat.sent().size() >= count);
        return chat.sent().get(count - 1);
    }

    private static JsonNode listed(UserId user) {
        return StreamSupport.stream(
                        tree(commands.run("users", "list", "--json").out()).spliterator(), false)
                .filter(person -> person.path("user").asText().equals(user.value()))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode tree(String json) {
        try {
            return RecordCodec.mapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(json, e);
        }
    }

    /// Of a tombstone its headers.
    private static String last(TopicTap tap, Topic<?> topic, UserId user) {
        return tap.on(topic)
                .filter(entry -> entry.key().equals(user.value()))
                .map(TopicTap.Tapped::value)
                .reduce((_, other) -> other)
                .orElseThrow();
    }
}
