package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// People who each say one thing after the other through the HTTP API, and ask again under the same key when the server
/// turns them away, as a program does.
final class TalkingPeople implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ApiCaller api;
    private final String prefix;
    private final int people;
    private final int messages;
    private final String manner;
    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private List<CompletableFuture<Void>> running = List.of();

    /// @param prefix of their names
    /// @param manner what their messages ask of the provider double besides the answer
    TalkingPeople(ApiCaller api, String prefix, int people, int messages, String manner) {
        this.api = api;
        this.prefix = prefix;
        this.people = people;
        this.messages = messages;
        this.manner = manner;
    }

    void begin() {
        running = IntStream.range(0, people)
                .mapToObj(person -> CompletableFuture.runAsync(() -> talk(person), threads))
                .toList();
    }

    /// Waits until this many answers are there, all people together.
    void awaitAnswers(int count) {
        Awaitility.await(count + " answers of " + prefix)
                .atMost(PATIENCE)
                .until(() -> answered.get() >= count
                        || running.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
    }

    int all() {
        return people * messages;
    }

    /// Waits until everybody has all answers; each has said the right thing to the right person.
    void awaitAll() {
        running.forEach(CompletableFuture::join);
        assertThat(answered).hasValue(all());
    }

    /// What the services remember: each message once, each answer once, in the order in which they were sent.
    void assertHistories() {
        for (int person = 0; person < people; person++) {
            var question = Map.of("type", "history", "user", "api_" + name(person), "limit", 2 * messages + 50);
            var items = Awaitility.await("history of " + name(person))
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> api.command(question), answer -> answer.has("items")) // just now nobody may answer
                    .path("items");
            var told = new ArrayList<String>();
            items.forEach(item -> {
                if (!item.path("role").asText().equals("NOTICE")) {
                    told.add(
                            item.path("role").asText() + " " + item.path("text").asText());
                }
            });
            int one = person;
            assertThat(told)
                    .as("history of %s", name(person))
                    .containsExactlyElementsOf(IntStream.range(0, messages)
                            .boxed()
                            .flatMap(message ->
                                    Stream.of("USER " + question(one, message), "ASSISTANT " + answer(one, message)))
                            .toList());
        }
    }

    private void talk(int person) {
        for (int message = 0; message < messages; message++) {
            int number = message;
            Awaitility.await(name(person) + "'s message " + message)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .pollDelay(Duration.ZERO)
                    .ignoreExceptionsMatching(TalkingPeople::isOfTheConnection)
                    .until(() -> ask(person, number));
            answered.incrementAndGet();
        }
    }

    private boolean ask(int person, int message) {
        var answer = api.ask(name(person), question(person, message), prefix + person + "-" + message);
        if (answer.status() == 503 || answer.status() == 429) {
            return false;
        }
        assertThat(answer.status())
                .as("%s of %s: %s", message, name(person), answer.text())
                .isEqualTo(200);
        assertThat(answer.text()).isEqualTo(answer(person, message));
        return true;
    }

    private static boolean isOfTheConnection(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() instanceof IOException;
    }

    private String name(int person) {
        return prefix + person;
    }

    private String question(int person, int message) {
        return "Number " + message + " " + manner + "<<say " + answer(person, message) + ">>";
    }

    private String answer(int person, int message) {
        return "answer " + message + " for " + name(person);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
