package io.moltmates.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Lets people write at once through the HTTP API, each waiting for their answer before the next message. Bounded in
/// time and count.
final class Load {

    private final URI gateway;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Load(URI gateway, String token) {
        if (!List.of("127.0.0.1", "localhost", "[::1]").contains(gateway.getHost())) {
            throw new IllegalArgumentException("Loads go to this machine only, not to " + gateway.getHost());
        }
        this.gateway = gateway;
        this.token = token;
    }

    /// What came of it: each turn's duration, how many failed, and how long it took altogether.
    @SuppressWarnings("ArrayRecordComponent") // outcomes are never compared, and there may be many turns
    record Outcome(long[] nanos, int failed, Duration wall, String firstFailure) {

        double turnsPerSecond() {
            return nanos.length / (wall.toNanos() / 1e9);
        }
    }

    /// Whether somebody writes another message.
    private interface Going {

        /// @param begun turns of all people
        /// @param own turns of this one
        boolean on(int begun, int own);
    }

    /// Runs until the time is over.
    Outcome during(Duration time, int people, boolean streaming, String text) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return run(names(people), streaming, text, (_, _) -> System.nanoTime() < end, () -> {});
    }

    /// Runs until the time is over, with these people; tells of each answer.
    Outcome during(Duration time, List<String> people, boolean streaming, String text, Runnable answered)
            throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return run(people, streaming, text, (_, _) -> System.nanoTime() < end, answered);
    }

    /// Runs until this many turns are done.
    Outcome turns(int count, int people, boolean streaming, String text) throws InterruptedException {
        return run(names(people), streaming, text, (begun, _) -> begun < count, () -> {});
    }

    /// Each of these people writes once.
    Outcome once(List<String> people, boolean streaming, String text) throws InterruptedException {
        return run(people, streaming, text, (_, own) -> own < 1, () -> {});
    }

    private static List<String> names(int people) {
        return IntStream.range(0, people).mapToObj(i -> "bench" + i).toList();
    }

    private Outcome run(List<String> people, boolean streaming, String text, Going goesOn, Runnable answered)
            throws InterruptedException {
        var nanos = new ConcurrentLinkedQueue<Long>();
        var failures = new ConcurrentLinkedQueue<String>();
        var begun = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        long start = System.nanoTime();
        for (String name : people) {
            var person = new ApiPerson(http, gateway, token, name, streaming);
            threads.add(Thread.startVirtualThread(() -> {
                for (int own = 0; goesOn.on(begun.getAndIncrement(), own) && failures.size() < 100; own++) {
                    try {
                        nanos.add(person.turn(text));
                        answered.run();
                    } catch (IOException e) {
                        failures.add(String.valueOf(e.getMessage()));
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                        return;
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Outcome(
                nanos.stream().mapToLong(Long::longValue).toArray(),
                failures.size(),
                Duration.ofNanos(System.nanoTime() - start),
                failures.isEmpty() ? "" : failures.peek());
    }
}
