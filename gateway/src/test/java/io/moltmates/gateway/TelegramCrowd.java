package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/// People who all write to a bot at once, and what each of them has been answered.
final class TelegramCrowd {

    private static final long FIRST = 5000;
    private static final Pattern UNKNOWN = Pattern.compile("not delivered: .* userId=telegram_(\\d+) state=UNKNOWN");

    private final BotApiDouble telegram;
    private final Random random;
    private final List<ChatDouble> chats;
    private final List<ObjectNode> messages = new ArrayList<>();
    private final Map<Long, Integer> written = new ConcurrentHashMap<>();

    TelegramCrowd(BotApiDouble telegram, int people, Random random) {
        this.telegram = telegram;
        this.random = random;
        chats = LongStream.range(FIRST, FIRST + people).mapToObj(telegram::chat).toList();
    }

    List<ChatDouble> chats() {
        return chats;
    }

    void choosePersonas() {
        chats.forEach(chat -> chat.write("/start"));
        await("all are asked", chat -> chat.count() >= 1, chats.size());
        chats.forEach(chat -> chat.press("Molty"));
        await("all have chosen", chat -> chat.count() >= 2, chats.size());
    }

    /// Everybody writes, each tenth three messages at once. Some updates come later than those with higher numbers, and
    /// some come again, also long after.
    void write() {
        var late = new ArrayList<ObjectNode>();
        for (var chat : chats) {
            for (int more = chat.id() % 10 == 0 ? 2 : 0; more >= 0; more--) {
                var update = update(next(chat));
                if (more == 0 && random.nextInt(6) == 0) {
                    late.add(update.put("update_id", telegram.number()));
                } else {
                    telegram.push(update);
                }
            }
            if (random.nextInt(5) == 0) {
                telegram.push(update(messages.get(random.nextInt(messages.size()))));
            }
        }
        late.forEach(telegram::push);
    }

    /// Somebody's long text, cut in two by their app.
    List<ObjectNode> longText() {
        var chat = chats.getFirst();
        int number = written.merge(chat.id(), 1, Integer::sum) - 1;
        return List.of(
                update(chat.message(chat.id(), "x".repeat(4085) + "<<say answ")),
                update(chat.message(chat.id(), "er %02d>>".formatted(number))));
    }

    private ObjectNode next(ChatDouble chat) {
        int number = written.merge(chat.id(), 1, Integer::sum) - 1;
        var message = chat.message(chat.id(), "<<say answer %02d>>".formatted(number));
        messages.add(message);
        return message;
    }

    private static ObjectNode update(ObjectNode message) {
        var update = message.objectNode();
        update.set("message", message.deepCopy());
        return update;
    }

    static List<String> answers(ChatDouble chat) {
        return chat.sent().stream()
                .map(ChatDouble.Sent::plain)
                .filter(text -> text.startsWith("answer "))
                .toList();
    }

    /// A part of them has its answers, so others are on their way.
    void awaitSome() {
        await("some are answered", this::isAnswered, chats.size() / 4);
    }

    private boolean isAnswered(ChatDouble chat) {
        return answers(chat).size() >= written.getOrDefault(chat.id(), 0);
    }

    /// All are answered, or their answers are told to be unknown.
    void awaitAll(RunningGateway gateway) {
        Awaitility.await("all are answered, or known to be unknown")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> missing(gateway.log()), List::isEmpty);
    }

    /// How many messages each chat has written.
    Map<Long, Integer> written() {
        return Map.copyOf(written);
    }

    /// All messages after those are answered, but for a few.
    void awaitSince(Map<Long, Integer> before, int few) {
        Awaitility.await("all that was written since is answered")
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(missingSince(before)).hasSizeLessThanOrEqualTo(few));
    }

    private List<String> missingSince(Map<Long, Integer> before) {
        var missing = new ArrayList<String>();
        for (var chat : chats) {
            var answers = answers(chat);
            IntStream.range(before.getOrDefault(chat.id(), 0), written.getOrDefault(chat.id(), 0))
                    .mapToObj("answer %02d"::formatted)
                    .filter(answer -> !answers.contains(answer))
                    .forEach(answer -> missing.add(chat.id() + ": " + answer));
        }
        return missing;
    }

    private List<String> missing(String log) {
        var unknown = unknown(log);
        var missing = new ArrayList<String>();
        for (var chat : chats) {
            int lost = written.getOrDefault(chat.id(), 0) - answers(chat).size();
            long excused = unknown.stream().filter(one -> one == chat.id()).count();
            if (lost > excused) {
                missing.add(chat.id() + " has " + answers(chat));
            }
        }
        return missing;
    }

    /// The chat of each delivery that may have arrived or not.
    static List<Long> unknown(String log) {
        return UNKNOWN.matcher(log)
                .results()
                .map(match -> Long.valueOf(match.group(1)))
                .toList();
    }

    private void await(String what, Predicate<ChatDouble> condition, int count) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> chats.stream().filter(condition).count() >= count);
    }
}
