package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble.Trouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both ends of the Bot API meet somebody else's: our bot a server that others wrote, and the double that our tests use
/// a bot that is made with a library that others wrote.
class TelegramPeersIT {

    @TempDir
    private Path directory;

    @Test
    void ourBotTalksByAServerThatOthersWrote() throws IOException, InterruptedException {
        int port = FreePorts.three();
        Path state = directory.resolve("state");
        var environment = Map.of("MOLTMATES_TOKEN", BotApiDouble.TOKEN, "MOLTMATES_PORT", String.valueOf(port));
        try (var script = NodeScript.start("telegram-server.mjs", "telegram-test-api", directory, environment);
                var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, """
                    channels: { telegram: { apiRoot: "http://127.0.0.1:%d", dmPolicy: "open", allowFrom: ["*"] } },
                    """.formatted(port));
            try (var _ = RunningGateway.start(state, Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN))) {
                var seen = script.seen();

                assertThat(seen.path("buttons").toString()).contains("Molty", "Cami", "Custom");
                assertThat(seen.path("greeting").asText()).contains("Molty");
                assertThat(seen.path("answer").asText()).isEqualTo("<b>Bold</b> &amp; plain");
                assertThat(seen.path("mode").asText()).isEqualTo("HTML");
                assertThat(seen.path("who").asText()).contains("telegram_77", "Ada", "@ada");
            }
        }
    }

    @Test
    void aBotThatOthersMadeWorksAtOurDouble() throws IOException, InterruptedException {
        try (var telegram = BotApiDouble.start();
                var script = NodeScript.start("telegram-bot.mjs", "grammy", directory, environment(telegram))) {
            var chat = telegram.chat(31);
            chat.write("/start");
            assertThat(await(chat, 1).text()).isEqualTo("Which one?");
            chat.press("Second");
            assertThat(await(chat, 2).text()).isEqualTo("Pressed 2");
            assertThat(chat.sent().getFirst().text()).isEqualTo("It is 2");

            var document = chat.message(31, "");
            document.putObject("document")
                    .put("file_id", telegram.keep("quiet".getBytes(StandardCharsets.UTF_8)))
                    .put("file_unique_id", "d")
                    .put("file_name", "quiet.txt");
            chat.write(document);
            var file = await(chat, 3);
            assertThat(file.method()).isEqualTo("sendDocument");
            assertThat(file.text()).isEqualTo("quiet");

            var words = chat.message(31, "words");
            chat.write(words);
            assertThat(await(chat, 4).text()).isEqualTo("Heard words");
            assertThat(chat.sent()
                            .get(3)
                            .body()
                            .at("/reply_parameters/message_id")
                            .asLong())
                    .isEqualTo(words.get("message_id").asLong());
            chat.edit(words, "other words");
            assertThat(await(chat, 5).text()).isEqualTo("Now other words");

            telegram.trouble(new Trouble("sendMessage", Trouble.Kind.FLOOD, 7));
            chat.write("too much");
            assertThat(await(chat, 6).text()).isEqualTo("Wait");
            chat.write("end");

            var seen = script.seen();
            assertThat(seen.path("name").asText()).isEqualTo(BotApiDouble.NAME);
            assertThat(seen.at("/fault/code").asInt()).isEqualTo(429);
            assertThat(seen.at("/fault/retryAfter").asInt()).isEqualTo(7);
            assertThat(telegram.unconfirmed()).isZero();
        }
    }

    private static Map<String, String> environment(BotApiDouble telegram) {
        return Map.of(
                "MOLTMATES_TOKEN",
                BotApiDouble.TOKEN,
                "MOLTMATES_URL",
                telegram.root().toString());
    }

    private static ChatDouble.Sent await(ChatDouble chat, int count) {
        Awaitility.await("message " + count)
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> chat.count() >= count);
        return chat.sent().get(count - 1);
    }
}
