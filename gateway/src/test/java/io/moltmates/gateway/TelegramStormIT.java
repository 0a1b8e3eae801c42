package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble.Trouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many people write at once through a Bot API that misbehaves, while the gateway is killed: nothing they wrote is
/// lost,
/// nothing is answered twice, and each chat's answers come in order.
///
/// `-Dmoltmate.telegram.people=500` makes it as large as one likes.
class TelegramStormIT {

    private static final int PEOPLE = Integer.getInteger("moltmate.telegram.people", 60);
    private static final int MESSAGES = 4;
    private static final int KILLS = 2;
    private static final long SEED = 20261128;
    private static final Pattern UNKNOWN = Pattern.compile("not delivered: .* userId=telegram_(\\d+) state=UNKNOWN");

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostDoubledOrOutOfOrder() {
        var random = new Random(SEED);
        try (var provider = ProviderDouble.start();
                var telegram = BotApiDouble.start()) {
            TestConfiguration.write(directory.resolve("state"), provider, """
                    channels: { telegram: { apiRoot: "%s", dmPolicy: "open", allowFrom: ["*"], messagesPerSecond: 1000 } },
                    messages: { queue: { mode: "followup" } },
                    """.formatted(telegram.root()));
            try (var gateway = RunningGateway.start(
                    directory.resolve("state"), Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN))) {
                var chats = LongStream.range(5000, 5000 + PEOPLE)
                        .mapToObj(telegram::chat)
                        .toList();
                chats.forEach(chat -> chat.write("/start"));
                awaitSent(chats, 1);
                chats.forEach(chat -> chat.press("Molty"));
                awaitSent(chats, 2);

                for (int message = 0; message < MESSAGES; message++) {
                    for (var chat : chats) {
                        write(telegram, chat, message, random);
                    }
                    trouble(telegram, random);
                    if (message < KILLS) {
                        awaitSome(chats, 2 + message);
                        gateway.kill9();
                        gateway.restart();
                    }
                }

                Awaitility.await("all are answered, or known to be unknown")
                        .atMost(Duration.ofMinutes(4))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> missing(chats, gateway.log()).isEmpty());
                for (var chat : chats) {
                    assertThat(answers(chat))
                            .as("chat " + chat.id())
                            .doesNotHaveDuplicates()
                            .isSorted();
                }
                // a send of a chat at each kill, and those whose connection broke
                assertThat(unknown(gateway.log())).hasSizeLessThanOrEqualTo(PEOPLE * KILLS + MESSAGES);
                Awaitility.await().until(() -> telegram.unconfirmed() == 0);
            }
        }
    }

    private static void write(BotApiDouble telegram, ChatDouble chat, int message, Random random) {
        var written = chat.message(chat.id(), "<<say answer " + message + ">>");
        chat.write(written.deepCopy());
        if (random.nextInt(5) == 0) { // the platform tells it again
            var again = written.objectNode();
            again.set("message", written.deepCopy());
            telegram.push(again);
        }
    }

    private static void trouble(BotApiDouble telegram, Random random) {
        for (var kind :
                List.of(Trouble.Kind.FLOOD, Trouble.Kind.BAD_GATEWAY, Trouble.Kind.RESET_AFTER, Trouble.Kind.FLOOD)) {
            telegram.trouble(new Trouble("sendMessage", kind, 1 + random.nextInt(2)));
        }
        telegram.trouble(new Trouble("getUpdates", Trouble.Kind.BAD_GATEWAY, 0));
        telegram.trouble(new Trouble("getUpdates", Trouble.Kind.RESET, 0));
    }

    private static List<String> answers(ChatDouble chat) {
        return chat.sent().stream()
                .map(ChatDouble.Sent::plain)
                .filter(text -> text.startsWith("answer "))
                .toList();
    }

    /// Answers that neither came nor may have come.
    private static List<String> missing(List<ChatDouble> chats, String log) {
        var unknown = unknown(log);
        var missing = new ArrayList<String>();
        for (var chat : chats) {
            int lost = MESSAGES - answers(chat).size();
            long excused = unknown.stream().filter(one -> one == chat.id()).count();
            if (lost > excused) {
                missing.add(chat.id() + " has " + answers(chat));
            }
        }
        return missing;
    }

    private static List<Long> unknown(String log) {
        return UNKNOWN.matcher(log)
                .results()
                .map(match -> Long.valueOf(match.group(1)))
                .toList();
    }

    private static void awaitSent(List<ChatDouble> chats, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> chats.stream().allMatch(chat -> chat.sent().size() >= count));
    }

    /// A part of them has come this far, so others are on their way.
    private static void awaitSome(List<ChatDouble> chats, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> chats.stream()
                                .filter(chat -> chat.sent().size() > count)
                                .count()
                        > PEOPLE / 4);
    }
}
