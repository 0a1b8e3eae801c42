package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Speaks to a bot of the packaged program, as people do on Telegram.
class VoiceIT {

    private static final AtomicLong PEOPLE = new AtomicLong(70_000);

    @TempDir
    private static Path directory;

    private static ProviderDouble provider;
    private static BotApiDouble telegram;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = ProviderDouble.start();
        telegram = BotApiDouble.start();
        TestConfiguration.write(directory.resolve("state"), provider, """
                channels: { telegram: { apiRoot: "%s", dmPolicy: "open", allowFrom: ["*"], messagesPerSecond: 1000 } },
                tools: { media: { audio: { models: ["openai/whisper-1"] } } },
                """.formatted(telegram.root()));
        gateway = RunningGateway.start(directory.resolve("state"), Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        telegram.close();
        provider.close();
    }

    private static ChatDouble person() {
        var chat = telegram.chat(PEOPLE.incrementAndGet());
        chat.write("/start");
        await(chat, 1);
        chat.press("Molty");
        await(chat, 2);
        return chat;
    }

    private static ChatDouble.Sent await(ChatDouble chat, int count) {
        Awaitility.await("message " + count + " in chat " + chat.id())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> chat.sent().size() >= count);
        return chat.sent().get(count - 1);
    }

    private static void speak(ChatDouble chat, String words) {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        var message = chat.message(chat.id(), "");
        message.putObject("voice")
                .put("file_id", telegram.keep(bytes))
                .put("file_unique_id", "v" + chat.id())
                .put("duration", 3)
                .put("mime_type", "audio/ogg")
                .put("file_size", bytes.length);
        chat.write(message);
    }

    @Test
    void whatIsSaidIsAnsweredAndKeptWithThePersonsFiles() {
        var chat = person();

        speak(chat, "Remind me of the canary");

        assertThat(await(chat, 3).plain()).contains("You said:").contains("Remind me of the canary");
        assertThat(provider.requests())
                .anySatisfy(form -> assertThat(form).contains("whisper-1").contains("filename=\"recording.ogg\""));
        var inbox = gateway.layout()
                .person(io.moltmates.schema.UserId.of("telegram", String.valueOf(chat.id())))
                .workspace()
                .resolve("inbox");
        assertThat(inbox).isDirectoryContaining(file -> file.toString().endsWith(".ogg"));
        chat.write("/usage");
        assertThat(await(chat, 4).plain()).contains("$0.003");
    }

    @Test
    void aProviderThatCannotListenIsSaidAndNothingIsMadeUp() {
        var chat = person();

        speak(chat, "<<status 404>> nobody hears this");

        assertThat(await(chat, 3).plain()).startsWith("I can't listen to recordings");
        chat.write("<<say after>>");
        assertThat(await(chat, 4).plain()).isEqualTo("after");
        assertThat(provider.requests().getLast()).contains("You can't hear it").doesNotContain("nobody hears this");
    }
}
