package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One person on Telegram and on the web chat: by codes of their own, and by the operator's word.
class LinkingIT {

    @TempDir
    private static Path directory;

    private static ProviderDouble provider;
    private static BotApiDouble telegram;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = ProviderDouble.start();
        telegram = BotApiDouble.start();
        configure("");
        gateway = RunningGateway.start(directory.resolve("state"), Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        telegram.close();
        provider.close();
    }

    private static void configure(String more) {
        TestConfiguration.write(directory.resolve("state"), provider, """
                channels: { web: { allowFrom: ["alice", "bob"] }, telegram: { apiRoot: "%s", dmPolicy: "open",
                    allowFrom: ["*"], messagesPerSecond: 1000 } },
                messages: { queue: { mode: "followup" } },
                %s
                """.formatted(telegram.root(), more));
    }

    @Test
    void aPersonLinksTwoAddressesByCodesWhileATurnRunsAndUndoesItAfterARestart() {
        var chat = telegram.chat(2001);
        var address = UserId.of("telegram", "2001");
        try (var web = new WebPerson(gateway.baseUrl(), gateway.personToken("alice"))) {
            meet(web, "heron");
            meet(chat, "owl");
            web.send("w4", "/link");
            String code = web.said("(?s).*/link ([A-Z2-9]{8}).*");

            chat.write("<<think 45000>> <<say slow one>>");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> provider.calls("<<think 45000>> <<say slow one>>") == 1);
            chat.write("/link " + code);
            assertThat(awaitText(chat, "shown to").plain()).contains("web_alice", "/link cancel");
            web.said("(?s).*typed by (`telegram_2001`).*");
            web.send("w5", "/link confirm");
            awaitText(chat, "says that you are the same person");
            chat.press("Yes");
            chat.write("What is my word? <<say from telegram>>");

            awaitText(chat, "from telegram");
            var texts = chat.sent().stream().map(ChatDouble.Sent::plain).toList();
            assertThat(texts.subList(texts.indexOf("slow one"), texts.size()))
                    .hasSize(3)
                    .satisfiesExactly(
                            slow -> assertThat(slow).isEqualTo("slow one"),
                            linked -> assertThat(linked).contains("Linked", "web_alice"),
                            answer -> assertThat(answer).isEqualTo("from telegram"));
            assertThat(provider.calls("<<think 45000>> <<say slow one>>")).isEqualTo(1);
            assertThat(requestOf("from telegram")).contains("my word is heron").doesNotContain("my word is owl");
            web.said("(?s).*Linked: (`telegram_2001`).*");
            assertThat(gateway.layout().person(address).directory()).doesNotExist();
            assertThat(gateway.layout().archived(address).memory()).content().contains("owl");

            chat.write("Keep this. <<tool write {\"path\":\"list.txt\",\"content\":\"bread\"}>> <<say kept>>");
            awaitText(chat, "kept");
            web.ask("w6", "<<tool read {\"path\":\"list.txt\"}>> <<say read>>", "read");
            assertThat(requestOf("<<say read>>")).contains("bread");
        }

        gateway.kill9();
        gateway.restart();
        chat.write("And now? <<say still linked>>");
        awaitText(chat, "still linked");
        assertThat(requestOf("still linked")).contains("my word is heron");
        chat.write("/unlink");
        awaitText(chat, "person of its own again");
        chat.write("And now? <<say own again>>");
        awaitText(chat, "own again");
        assertThat(requestOf("own again")).contains("my word is owl").doesNotContain("my word is heron");
        assertThat(gateway.layout().archived(address).directory()).doesNotExist();
    }

    @Test
    void theOperatorLinksAndUnlinksWhileAllRuns() {
        var chat = telegram.chat(2002);
        try (var web = new WebPerson(gateway.baseUrl(), gateway.personToken("bob"))) {
            meet(web, "crane");
            meet(chat, "finch");
            configure("identityLinks: { bob: [\"web:bob\", \"telegram:2002\"] },");
            awaitWhoAmI(chat, "same person as");
            chat.write("<<say with crane>>");
            awaitText(chat, "with crane");
            assertThat(requestOf("with crane")).contains("my word is crane");
            chat.write("/unlink");
            awaitText(chat, "identityLinks");

            configure("");
            Awaitility.await("the link is gone")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        chat.write("/whoami");
                        return !chat.sent().getLast().plain().contains("same person as")
                                && gateway.layout()
                                        .person(UserId.of("telegram", "2002"))
                                        .soul()
                                        .toFile()
                                        .exists();
                    });
            chat.write("<<say with finch>>");
            awaitText(chat, "with finch");
            assertThat(requestOf("with finch")).contains("my word is finch");
        }
    }

    private static void awaitWhoAmI(ChatDouble chat, String text) {
        Awaitility.await(text)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    chat.write("/whoami");
                    return chat.sent().stream().anyMatch(sent -> sent.plain().contains(text));
                });
    }

    private static void meet(WebPerson web, String word) {
        web.send("w1", "Hello <<say greeted>>");
        web.said("(?s).*(Molty).*");
        web.ask("w2", "Molty", "greeted");
        web.ask("w3", remember(word), "noted");
    }

    private static void meet(ChatDouble chat, String word) {
        chat.write("/start");
        awaitText(chat, "Molty");
        chat.press("Molty");
        chat.write(remember(word));
        awaitText(chat, "noted");
    }

    private static String remember(String word) {
        return "Remember. <<tool write {\"path\":\"MEMORY.md\",\"content\":\"my word is " + word
                + "\"}>> <<say noted>>";
    }

    private static ChatDouble.Sent awaitText(ChatDouble chat, String text) {
        return Awaitility.await(text)
                .atMost(Duration.ofMinutes(3))
                .until(
                        () -> chat.sent().stream()
                                .filter(sent -> sent.plain().contains(text))
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    /// The last one that a model got with this in it.
    private static String requestOf(String text) {
        List<String> requests = provider.requests();
        return requests.stream()
                .filter(body -> body.contains(text))
                .reduce((_, last) -> last)
                .orElseThrow();
    }
}
