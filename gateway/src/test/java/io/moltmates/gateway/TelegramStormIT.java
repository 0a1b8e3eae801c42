package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble.Trouble;
import io.moltmates.benchmarks.telegram.BotApiDouble.Trouble.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many people write at once through a Bot API that misbehaves, while the gateway is killed and the bot's token is
/// revoked: nothing they wrote is lost, nothing is answered twice, and each chat's answers come in order.
///
/// `-Dmoltmate.telegram.people=500` makes it as large as one likes.
class TelegramStormIT {

    private static final int PEOPLE = Integer.getInteger("moltmate.telegram.people", 60);
    private static final int KILLS = 2;
    private static final long SEED = 20261128;
    private static final String NEW_TOKEN = "424242:canary-telegram-token-anew";

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostDoubledOrOutOfOrder() {
        var random = new Random(SEED);
        try (var provider = ProviderDouble.start();
                var telegram = BotApiDouble.start()) {
            telegram.shuffle(random);
            configure(provider, telegram, BotApiDouble.TOKEN);
            try (var gateway = RunningGateway.start(directory.resolve("state"), Map.of())) {
                var crowd = new TelegramCrowd(telegram, PEOPLE, random);
                crowd.choosePersonas();

                for (int kill = 0; kill < KILLS; kill++) {
                    trouble(telegram, random);
                    crowd.write();
                    crowd.awaitSome();
                    gateway.kill9();
                    gateway.restart();
                }
                crowd.awaitAll(gateway);
                var before = crowd.written();
                revoke(provider, telegram, crowd);
                // what waited for a token was not on its way, so it is sent; but for what broke or hung
                crowd.awaitSince(before, 2 * KILLS);
                hang(telegram, crowd);
                crowd.awaitAll(gateway);

                for (var chat : crowd.chats()) {
                    assertThat(TelegramCrowd.answers(chat))
                            .as("chat " + chat.id())
                            .doesNotHaveDuplicates()
                            .isSorted();
                }
                // a send of a chat at each kill, and those whose connection broke or hung
                assertThat(TelegramCrowd.unknown(gateway.log())).hasSizeLessThanOrEqualTo((PEOPLE + 2) * KILLS);
                Awaitility.await().until(() -> telegram.unconfirmed() == 0);
            }
        }
    }

    private void configure(ProviderDouble provider, BotApiDouble telegram, String token) {
        TestConfiguration.write(directory.resolve("state"), provider, """
                channels: { telegram: { apiRoot: "%s", botToken: "%s", dmPolicy: "open", allowFrom: ["*"],
                    messagesPerSecond: 1000 } },
                messages: { queue: { mode: "followup" } },
                """.formatted(telegram.root(), token));
    }

    private static void trouble(BotApiDouble telegram, Random random) {
        for (var kind : List.of(Kind.FLOOD, Kind.BAD_GATEWAY, Kind.RESET_AFTER, Kind.FLOOD)) {
            telegram.trouble(new Trouble("sendMessage", kind, 1 + random.nextInt(2)));
        }
        telegram.trouble(new Trouble("sendMessage", Kind.HANG, 60));
        telegram.trouble(new Trouble("getUpdates", Kind.BAD_GATEWAY, 0));
        telegram.trouble(new Trouble("getUpdates", Kind.RESET, 0));
    }

    /// The token is revoked while answers are on their way; people go on writing; the operator enters a new one.
    private void revoke(ProviderDouble provider, BotApiDouble telegram, TelegramCrowd crowd) {
        crowd.write();
        crowd.awaitSome();
        telegram.token(NEW_TOKEN);
        crowd.write();
        var commands = new CommandsIn(directory.resolve("state"));
        Awaitility.await("the operator is told")
                .atMost(Duration.ofMinutes(1))
                .until(() -> commands.run("status").out().contains("token is not valid, or was revoked"));
        configure(provider, telegram, NEW_TOKEN);
    }

    /// A poll hangs, at a moment when Telegram holds none for long: while the rest of a long text is waited for.
    private static void hang(BotApiDouble telegram, TelegramCrowd crowd) {
        var parts = crowd.longText();
        int before = glances(telegram);
        telegram.trouble(new Trouble("getUpdates", Kind.HANG, 60));
        telegram.push(parts.getFirst());
        Awaitility.await("the poll that hangs").atMost(Duration.ofMinutes(1)).until(() -> glances(telegram) > before);
        telegram.push(parts.getLast());
        crowd.write();
    }

    private static int glances(BotApiDouble telegram) {
        return (int) telegram.calls("getUpdates").stream()
                .filter(call -> call.body().path("timeout").asInt() == 0)
                .count();
    }
}
