package io.moltmates.gateway;

import io.moltmates.schema.Ids;
import io.moltmates.schema.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// People who write two messages at a time, and the next two when both are answered, until they are told to stop. Every
/// third message has a tool put one more `+` into a file.
final class StormPeople implements AutoCloseable {

    private static final String SETUP = "Begin. <<tool write {\"path\":\"count.txt\",\"content\":\"end\"}>> [";
    private static final String TOOL = " <<tool edit {\"path\":\"count.txt\",\"before\":\"end\",\"after\":\"+end\"}>>";

    /// A message, and what came back for it.
    record Said(String person, String key, String words, boolean tool, ApiCaller.Answer answer) {

        UserId user() {
            return UserId.of("api", person);
        }

        String messageId() {
            return Ids.messageId(user(), key);
        }

        /// What the answer begins with.
        String expected() {
            return "answer to " + key;
        }
    }

    private final ApiCaller api;
    private final int thinkMillis;
    private final List<String> names = new ArrayList<>();
    private final ConcurrentLinkedQueue<Said> said = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean over;

    StormPeople(ApiCaller api, int count, int thinkMillis) {
        this.api = api;
        this.thinkMillis = thinkMillis;
        for (int i = 0; i < count; i++) {
            names.add("person" + i);
        }
    }

    List<String> names() {
        return List.copyOf(names);
    }

    /// Each has an assistant and a file to count in.
    void setUp() {
        CompletableFuture.allOf(names.stream()
                        .map(name -> api.asking(name, SETUP + name + "/setup]", "setup"))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    /// @return completes when everybody has the last answer after [#stop]
    CompletableFuture<Void> begin() {
        return CompletableFuture.allOf(names.stream()
                .map(name -> CompletableFuture.runAsync(() -> write(name), threads))
                .toArray(CompletableFuture[]::new));
    }

    void stop() {
        over = true;
    }

    List<Said> said() {
        return List.copyOf(said);
    }

    private void write(String name) {
        for (int i = 0; !over; i += 2) {
            CompletableFuture.allOf(say(name, i), say(name, i + 1)).join();
        }
    }

    private CompletableFuture<Void> say(String name, int number) {
        String key = "k" + number;
        boolean tool = number % 3 == 1;
        // the thinking of a message with a tool is that of two calls
        String words = "[" + name + "/" + key + "] <<think " + (tool ? thinkMillis / 2 : thinkMillis)
                + ">> <<say answer to " + key + ">>" + (tool ? TOOL : "");
        return api.asking(name, words, key).thenAccept(answer -> said.add(new Said(name, key, words, tool, answer)));
    }

    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
    }
}
