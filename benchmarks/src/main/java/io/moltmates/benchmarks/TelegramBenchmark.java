package io.moltmates.benchmarks;

import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a message by Telegram takes, from the update to the first message that the bot sends, and how many updates a
/// second are answered; with a Bot API on this machine, and a provider double that answers at once.
///
/// All write at the same moment, and again when everybody has their answer, at least 1.2 s later: a chat gets one
/// message a second.
@Command(name = "telegram", mixinStandardHelpOptions = true, description = "Measures messages by way of Telegram.")
public final class TelegramBenchmark implements Callable<Integer> {

    private static final Duration ROUND = Duration.ofMillis(1_200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST = 10_000;

    @Option(names = "--people", split = ",", defaultValue = "1,50,200", description = "How many write, at most 1000.")
    private List<Integer> people = List.of();

    @Option(names = "--rounds", defaultValue = "10", description = "How often they write, at most 100.")
    private int rounds = 10;

    @Option(names = "--warm-up", defaultValue = "12", description = "Rounds of fifty before the first cell.")
    private int warmUp = 12;

    @Option(names = "--launcher", defaultValue = "./moltmate", description = "The program to measure.")
    private Path launcher = Path.of("moltmate");

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    /// Runs the benchmark as a program.
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TelegramBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var provider = ProviderProcess.start();
                var telegram = BotApiDouble.start();
                var gateway = StartedGateway.start(
                        launcher.toAbsolutePath(),
                        configuration(provider, telegram),
                        Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN))) {
            telegram.forgetCalls();
            int most = Math.min(
                    1_000, people.stream().mapToInt(Integer::intValue).max().orElse(1));
            var chats = new ArrayList<ChatDouble>();
            for (int person = 0; person < most; person++) {
                chats.add(telegram.chat(FIRST + person));
            }
            round(chats, "/start");
            round(chats, "Molty");
            for (int warm = 0; warm < warmUp; warm++) {
                round(chats.subList(0, Math.min(50, most)), "Say something.");
            }
            var ofGateway = new ProcessFigures(gateway.pid());
            out.println("people | update to first message, ms: p50 / p95 / p99 | updates a second | CPU an update, ms");
            for (int count : people) {
                measure(chats.subList(0, Math.min(count, most)), ofGateway);
            }
            return 0;
        }
    }

    private void measure(List<ChatDouble> chats, ProcessFigures ofGateway) throws InterruptedException {
        var nanos = new ArrayList<Long>();
        var rates = new ArrayList<Double>();
        double cpu = ofGateway.cpuSeconds();
        for (int number = 0; number < Math.min(rounds, 100); number++) {
            var times = round(chats, "Say something.");
            nanos.addAll(times);
            rates.add(chats.size()
                    / (times.stream().mapToLong(Long::longValue).max().orElse(1) / 1e9));
        }
        cpu = ofGateway.cpuSeconds() - cpu;
        rates.sort(null);
        var added = Percentiles.of(nanos.stream().mapToLong(Long::longValue).toArray());
        out.printf(
                "%6d | %8.1f / %8.1f / %8.1f | %8.0f | %6.1f%n",
                chats.size(),
                added.p50(),
                added.p95(),
                added.p99(),
                rates.get(rates.size() / 2),
                1000 * cpu / nanos.size());
    }

    /// Everybody writes this; how long each waited for the next message.
    private static List<Long> round(List<ChatDouble> chats, String text) throws InterruptedException {
        long next = System.nanoTime() + ROUND.toNanos();
        var before = chats.stream().map(ChatDouble::count).toList();
        var written = new long[chats.size()];
        for (int chat = 0; chat < written.length; chat++) {
            written[chat] = System.nanoTime();
            chats.get(chat).write(text);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        var times = new ArrayList<Long>();
        for (int chat = 0; chat < written.length; chat++) {
            while (chats.get(chat).count() <= before.get(chat)) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "No answer in chat " + chats.get(chat).id());
                }
                LockSupport.parkNanos(200_000);
            }
            times.add(chats.get(chat).lastAt() - written[chat]);
        }
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        return times;
    }

    private static String configuration(ProviderProcess provider, BotApiDouble telegram) {
        return """
                {
                  providers: { openai: { apiKey: "none", baseUrl: "%s" } },
                  agents: { main: { model: "openai/bench" } },
                  channels: { telegram: { apiRoot: "%s", dmPolicy: "open", allowFrom: ["*"], messagesPerSecond: 1000 } },
                  limits: { messagesPerMinute: 1000 },
                  sandbox: { mode: "off" },
                }
                """.formatted(provider.openAiBaseUrl(), telegram.root());
    }
}
