package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A group of Telegram that becomes a supergroup, and so gets another id, goes on as the group that it was.
class MovedGroupIT {

    private static final long BEFORE = -4711;
    private static final long AFTER = -1001234567890L;

    @TempDir
    private Path directory;

    private static ChatDouble.Sent await(ChatDouble chat, int count) {
        Awaitility.await("message " + count + " in chat " + chat.id())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> chat.sent().size() >= count);
        return chat.sent().get(count - 1);
    }

    @Test
    void keepsItsAllowanceActivationAndConversationAlsoAfterARestart() {
        try (var provider = ProviderDouble.start();
                var telegram = BotApiDouble.start()) {
            TestConfiguration.write(directory.resolve("state"), provider, """
                    channels: { telegram: { apiRoot: "%s", messagesPerSecond: 1000, groups: { allowFrom: [%d] } } },
                    """.formatted(telegram.root(), BEFORE));
            try (var gateway = RunningGateway.start(
                    directory.resolve("state"), Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN))) {
                var before = telegram.chat(BEFORE);
                before.admin(7);
                before.write("/status");
                before.answer(await(before, 1), "the canary is 4711 <<say noted>>");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> before.sent().stream()
                                .anyMatch(sent -> sent.plain().contains("noted")));
                int earlier = before.count();
                before.write("/activation always");
                await(before, earlier + 1);
                Awaitility.await("it is as it was set")
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            int said = before.count();
                            before.write("/activation");
                            return await(before, said + 1).plain().contains("everything that is said");
                        });

                before.write("<<think 1500>> <<say late>>");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> provider.requests().toString().contains("say late"));
                var after = before.becomes(AFTER);
                assertThat(await(after, 1).plain()).isEqualTo("late");

                after.write("<<say still here>>");
                assertThat(await(after, 2).plain()).isEqualTo("still here");
                assertThat(provider.requests().getLast()).contains("the canary is 4711");

                gateway.kill9();
                gateway.restart();
                after.write("<<say and still>>");
                assertThat(await(after, 3).plain()).isEqualTo("and still");
                assertThat(provider.requests().getLast()).contains("the canary is 4711");
                assertThat(after.sent()).hasSize(3);
                assertThat(gateway.layout()
                                .person(UserId.of("telegram", String.valueOf(AFTER)))
                                .directory())
                        .doesNotExist();
            }
        }
    }
}
