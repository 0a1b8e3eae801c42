package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble.Trouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Talks with the packaged program through a bot, as people see it on Telegram's side of the socket.
class TelegramIT {

    private static final AtomicLong PEOPLE = new AtomicLong(1000);

    @TempDir
    private static Path directory;

    private static ProviderDouble provider;
    private static BotApiDouble telegram;
    private static RunningGateway gateway;
    private static BotApiContract contract;

    @BeforeAll
    static void start() {
        provider = ProviderDouble.start();
        telegram = BotApiDouble.start();
        contract = BotApiContract.read();
        telegram.witness(contract::check);
        TestConfiguration.write(directory.resolve("state"), provider, """
                channels: { telegram: { apiRoot: "%s", dmPolicy: "open", allowFrom: ["*"], messagesPerSecond: 1000,
                    ackReaction: "👀" } },
                messages: { queue: { mode: "followup" } },
                """.formatted(telegram.root()));
        gateway = RunningGateway.start(directory.resolve("state"), Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        telegram.close();
        provider.close();
        assertThat(contract.violations()).isEmpty();
    }

    private static ChatDouble stranger() {
        return telegram.chat(PEOPLE.incrementAndGet());
    }

    /// Somebody who has chosen Molty.
    private static ChatDouble person() {
        var chat = stranger();
        chat.write("/start");
        await(chat, 1);
        chat.press("Molty");
        await(chat, 2);
        return chat;
    }

    private static ChatDouble.Sent await(ChatDouble chat, int count) {
        Awaitility.await("message " + count + " in chat " + chat.id())
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> chat.sent().size() >= count);
        return chat.sent().get(count - 1);
    }

    @Test
    void aPersonChoosesByAButtonAndIsAnswered() {
        var chat = stranger();
        chat.write("/start");
        assertThat(await(chat, 1).body().at("/reply_markup/inline_keyboard").toString())
                .contains("Molty")
                .contains("Cami")
                .contains("Custom");
        chat.press("Molty");
        assertThat(await(chat, 2).plain()).contains("Molty");

        chat.write("<<say **Bold** & <plain>, `code`>>");

        assertThat(await(chat, 3).text()).isEqualTo("<b>Bold</b> &amp; &lt;plain&gt;, <code>code</code>");
        assertThat(chat.sent().get(2).body().get("parse_mode").asText()).isEqualTo("HTML");
        assertThat(telegram.calls("answerCallbackQuery")).isNotEmpty();
        assertThat(telegram.calls("setMyCommands").getFirst().body().toString()).contains("\"persona\"");
    }

    @Test
    void anUpdateThatComesAgainIsAnsweredOnce() {
        var chat = person();
        var message = chat.message(chat.id(), "<<say once>>");
        chat.write(message.deepCopy());
        await(chat, 3);

        telegram.push(again(message));
        chat.write("<<say after>>");

        assertThat(await(chat, 4).plain()).isEqualTo("after");
        assertThat(chat.sent()).hasSize(4);
    }

    /// The same message in another update.
    private static ObjectNode again(ObjectNode message) {
        var update = message.objectNode();
        update.set("message", message.deepCopy());
        return update;
    }

    @Test
    void aLongAnswerComesInPartsThatAreEachWhole() {
        var chat = person();
        String line = "All that is said here is said in the same words again. ";
        chat.write("<<say # Head\n\n" + line.repeat(60) + "\n\n```java\n" + "int a = 1;\n".repeat(250)
                + "```\n\nThe end>>");

        await(chat, 4);
        Awaitility.await().until(() -> chat.sent().getLast().plain().endsWith("The end"));
        var parts = chat.sent().subList(2, chat.sent().size());
        assertThat(parts).allSatisfy(part -> assertThat(part.plain().length()).isLessThanOrEqualTo(4096));
        assertThat(parts.stream().map(ChatDouble.Sent::plain).collect(Collectors.joining("\n")))
                .contains("Head")
                .contains("int a = 1;");
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.text().split("<pre>", -1).length)
                        .isEqualTo(part.text().split("</pre>", -1).length));
    }

    @Test
    void whatTelegramCutAndWhatIsAnAlbumIsOneMessage() {
        var chat = person();
        var first = chat.message(chat.id(), "x".repeat(4090) + "<<say j");
        var second = chat.message(chat.id(), "oined>>");
        chat.write(first);
        chat.write(second);
        assertThat(await(chat, 3).plain()).isEqualTo("joined");

        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, 2, 3};
        for (int part = 0; part < 3; part++) {
            var message = chat.message(chat.id(), "");
            if (part == 0) {
                message.put("caption", "<<tool list {}>> <<say seen>>");
            }
            message.put("media_group_id", "album" + chat.id());
            message.putArray("photo")
                    .addObject()
                    .put("file_id", telegram.keep(picture))
                    .put("file_unique_id", "u" + part)
                    .put("width", 1)
                    .put("height", 1)
                    .put("file_size", picture.length);
            chat.write(message);
        }

        assertThat(await(chat, 4).plain()).contains("seen");
        var inbox = gateway.layout()
                .person(io.moltmates.schema.UserId.of("telegram", String.valueOf(chat.id())))
                .workspace()
                .resolve("inbox");
        assertThat(inbox).isDirectoryContaining(file -> file.toString().endsWith(".jpg"));
        assertThat(chat.sent()).hasSize(4);
    }

    @Test
    void aDocumentIsFetchedIntoTheWorkspaceAndOneThatIsTooLargeIsSaid() {
        var chat = person();
        var message =
                chat.message(chat.id(), "").put("caption", "<<tool read {\"path\":\"inbox/notes.txt\"}>> <<say read>>");
        message.putObject("document")
                .put("file_id", telegram.keep("what stands there".getBytes(StandardCharsets.UTF_8)))
                .put("file_unique_id", "d")
                .put("file_name", "notes.txt")
                .put("mime_type", "text/plain")
                .put("file_size", 17);
        chat.write(message);
        assertThat(await(chat, 3).plain()).contains("read");
        assertThat(provider.requests().toString()).contains("what stands there");

        var large = chat.message(chat.id(), "").put("caption", "<<say large>>");
        large.putObject("document")
                .put("file_id", telegram.keep(new byte[1]))
                .put("file_unique_id", "l")
                .put("file_name", "film.mkv")
                .put("file_size", 30L << 20);
        chat.write(large);

        await(chat, 4);
        assertThat(provider.requests().getLast()).contains("film.mkv is larger than the 20 MB");
    }

    @Test
    void aMessageThatIsWorkedOnIsMarkedAndTheAnswerIsSeenGrowing() {
        var chat = person();
        chat.write("<<think 2500>> <<say grown>>");

        assertThat(await(chat, 3).plain()).isEqualTo("grown");
        assertThat(telegram.calls("setMessageReaction"))
                .anySatisfy(call -> assertThat(call.body().toString())
                        .contains("\"chat_id\":" + chat.id())
                        .contains("👀"));
        assertThat(telegram.calls("sendChatAction"))
                .anySatisfy(
                        call -> assertThat(call.body().get("chat_id").asLong()).isEqualTo(chat.id()));
    }

    @Test
    void markupThatIsNotTakenGoesAsPlainText() {
        var chat = person();
        telegram.trouble(new Trouble("sendMessage", Trouble.Kind.MARKUP, 0));

        chat.write("<<say **plain**>>");

        assertThat(await(chat, 3).text()).isEqualTo("plain");
        assertThat(chat.sent().get(2).body().has("parse_mode")).isFalse();
    }

    @Test
    void aChatThatHasToWaitHoldsUpNoOther() {
        var waiting = person();
        var other = person();
        telegram.trouble(new Trouble("sendMessage", Trouble.Kind.FLOOD, 40));
        long start = System.nanoTime();
        waiting.write("<<say late>>");
        Awaitility.await()
                .until(() -> telegram.calls("sendMessage").stream()
                        .anyMatch(call -> call.body().get("text").asText().equals("late")));
        other.write("<<say soon>>");

        assertThat(await(other, 3).plain()).isEqualTo("soon");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(40));
        assertThat(await(waiting, 3).plain()).isEqualTo("late");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(40));
    }

    @Test
    void whoHasBlockedTheBotIsNotWrittenToAgain() {
        var chat = person();
        telegram.trouble(new Trouble("sendMessage", Trouble.Kind.BLOCKED, 0));
        chat.write("<<say unheard>>");
        Awaitility.await().until(() -> gateway.log().contains("bot was blocked by the user"));

        chat.write("<<say back>>");

        assertThat(await(chat, 3).plain()).isEqualTo("back");
        assertThat(telegram.calls("sendMessage").stream()
                        .filter(call -> call.body().get("text").asText().equals("unheard")))
                .hasSize(1);
    }

    @Test
    void troubleWithTelegramIsWaitedOutAndNothingIsLost() {
        var chat = person();
        telegram.trouble(new Trouble("getUpdates", Trouble.Kind.BAD_GATEWAY, 0));
        telegram.trouble(new Trouble("getUpdates", Trouble.Kind.RESET, 0));
        telegram.trouble(new Trouble("getUpdates", Trouble.Kind.FLOOD, 1));
        telegram.trouble(new Trouble("sendMessage", Trouble.Kind.BAD_GATEWAY, 0));

        chat.write("<<say through>>");

        assertThat(await(chat, 3).plain()).isEqualTo("through");
    }

    @Test
    void aDeliveryWhoseFateNobodyKnowsIsNotSentAgain() {
        var chat = person();
        telegram.trouble(new Trouble("sendMessage", Trouble.Kind.RESET_AFTER, 0));

        chat.write("<<say perhaps>>");
        await(chat, 3);
        chat.write("<<say next>>");

        assertThat(await(chat, 4).plain()).isEqualTo("next");
        assertThat(chat.sent().stream().map(ChatDouble.Sent::plain)).containsOnlyOnce("perhaps");
        assertThat(gateway.log()).contains("state=UNKNOWN");
    }

    @Test
    void manyPeopleAreEachAnsweredInTheirOrder() {
        var chats = IntStream.range(0, 40).mapToObj(_ -> person()).toList();
        for (int message = 0; message < 3; message++) {
            for (var chat : chats) {
                chat.write("<<say " + chat.id() + "." + message + ">>");
            }
        }
        for (var chat : chats) {
            await(chat, 5);
            assertThat(chat.sent().subList(2, 5).stream().map(ChatDouble.Sent::plain))
                    .containsExactly(chat.id() + ".0", chat.id() + ".1", chat.id() + ".2");
        }
        Awaitility.await().until(() -> telegram.unconfirmed() == 0);
    }

    @Test
    void theTokenStandsNowhere() throws Exception {
        var chat = person();
        telegram.trouble(new Trouble("sendMessage", Trouble.Kind.RESET, 0));
        chat.write("<<say token>>");
        await(chat, 2);
        Awaitility.await()
                .until(() -> telegram.calls("sendMessage").stream()
                        .anyMatch(call -> call.body().get("text").asText().equals("token")));

        assertThat(gateway.log()).doesNotContain("canary-telegram-token");
        try (var files = Files.walk(gateway.layout().root())) {
            List<Path> holders = files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, "canary-telegram-token"))
                    .toList();
            assertThat(holders).isEmpty();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (java.io.IOException _) {
            return false; // went meanwhile
        }
    }
}
