package io.moltmates.gateway;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A gateway with a bot, and both who it speaks to: Telegram, with people and groups, and a model.
///
/// People from [#FIRST] on may write; others are shown a code.
final class TelegramStage implements AutoCloseable {

    static final long FIRST = 1000;
    static final long LAST = 1300;

    /// How long anything may take on a busy machine.
    static final Duration LIMIT = Duration.ofMinutes(3);

    /// A model that sees images, which people may choose.
    static final String SEEING = "openai/gpt-4o";

    private final AtomicLong people = new AtomicLong(FIRST);
    private final ProviderDouble provider = ProviderDouble.start();
    private final BotApiDouble telegram = BotApiDouble.start();
    private final BotApiContract contract = BotApiContract.read();
    private final Path state;
    private final RunningGateway gateway;

    private TelegramStage(Path state) {
        this.state = state;
        telegram.witness(contract::check);
        allow(_ -> true);
        gateway = RunningGateway.start(state, Map.of("TELEGRAM_BOT_TOKEN", BotApiDouble.TOKEN));
    }

    static TelegramStage open(Path state) {
        return new TelegramStage(state);
    }

    /// Writes the configuration, also while all runs: of the people who may write only these.
    void allow(Predicate<Long> listed) {
        String ids = LongStream.rangeClosed(FIRST, LAST)
                .boxed()
                .filter(listed)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        TestConfiguration.write(state, """
                providers: { openai: {
                  apiKey: "canary-key-openai", baseUrl: "%s", timeouts: { firstByte: "10m" } } },
                agents: { main: { model: "openai/test-model", fallbacks: ["%s"] } },
                messages: { queue: { debounce: "200ms" } },
                limits: {
                  messagesPerMinute: 0,
                  prices: { "openai/test-model": { input: 1000 } },
                  users: {
                    telegram_1201: { tokensPerDay: 250 },
                    telegram_1202: { moneyPerDay: 0.24 },
                    telegram_1203: { messagesPerMinute: 2 },
                    telegram_1204: { tokensPerDay: 150 },
                  },
                },
                channels: { telegram: {
                  apiRoot: "%s", messagesPerSecond: 1000, dmPolicy: "pairing", allowFrom: [%s],
                  groups: { mentionPatterns: ["\\\\bmolty\\\\b"], %s
                    "-2001": { systemPrompt: "Be brief." }, "-2002": { allowFrom: [31] } },
                } },
                """.formatted(provider.openAiUrl(), SEEING, telegram.root(), ids, groups()));
    }

    private static String groups() {
        return LongStream.rangeClosed(2003, 2030)
                .mapToObj(id -> "\"-" + id + "\": {}, ")
                .collect(Collectors.joining());
    }

    ProviderDouble provider() {
        return provider;
    }

    BotApiDouble telegram() {
        return telegram;
    }

    RunningGateway gateway() {
        return gateway;
    }

    CommandsIn commands() {
        return new CommandsIn(state);
    }

    /// The latest question to the model.
    String lastRequest() {
        return provider.requests().getLast();
    }

    /// Waits until a model is asked with these words.
    void awaitAsked(String words) {
        Awaitility.await(words).atMost(LIMIT).until(() -> provider.calls(words) > 0);
    }

    Path directory(ChatDouble chat) {
        return gateway.layout()
                .person(UserId.of("telegram", String.valueOf(chat.id())))
                .directory();
    }

    /// Somebody who has chosen Molty, and was told two things.
    ChatDouble person() {
        return people(1).getFirst();
    }

    List<ChatDouble> people(int count) {
        return chosen(Stream.generate(() -> telegram.chat(people.incrementAndGet()))
                .limit(count)
                .toList());
    }

    /// Somebody for whom the configuration has something of its own.
    ChatDouble person(long id) {
        return chosen(List.of(telegram.chat(id))).getFirst();
    }

    private List<ChatDouble> chosen(List<ChatDouble> chats) {
        chats.forEach(chat -> chat.write("/start"));
        chats.forEach(chat -> await(chat, 1));
        chats.forEach(chat -> chat.press("Molty"));
        chats.forEach(chat -> await(chat, 2));
        chats.forEach(chat -> Awaitility.await("all know of the choice of " + chat.id())
                .atMost(LIMIT)
                .until(() -> gateway.log().contains("person changed: userId=telegram_" + chat.id() + " status=READY")));
        return chats;
    }

    ChatDouble group(long id) {
        return telegram.chat(id);
    }

    /// The so-manieth message of the bot in this chat.
    ChatDouble.Sent await(ChatDouble chat, int count) {
        Awaitility.await("message " + count + " in chat " + chat.id())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> chat.count() >= count);
        return chat.sent().get(count - 1);
    }

    /// Writes, and waits for what is said next.
    String ask(ChatDouble chat, String text) {
        int before = chat.count();
        chat.write(text);
        return await(chat, before + 1).plain();
    }

    /// How people of a group address the bot.
    static String toBot(String text) {
        return "@" + BotApiDouble.NAME + " " + text;
    }

    List<String> violations() {
        return contract.violations();
    }

    @Override
    public void close() {
        gateway.close();
        telegram.close();
        provider.close();
    }
}
