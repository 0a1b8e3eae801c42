package io.moltmates.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

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

    /// Runs until the time is over.
    Outcome during(Duration time, int people, boolean streaming, String text) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        return run(people, streaming, text, _ -> System.nanoTime() < end);
    }

    /// Runs until this many turns are done.
    Outcome turns(int count, int people, boolean streaming, String text) throws InterruptedException {
        return run(people, streaming, text, begun -> begun < count);
    }

    private Outcome run(int people, boolean streaming, String text, IntPredicate goesOn) throws InterruptedException {
        var nanos = new ConcurrentLinkedQueue<Long>();
        var failures = new ConcurrentLinkedQueue<String>();
        var begun = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        long start = System.nanoTime();
        for (int i = 0; i < people; i++) {
            var person = new ApiPerson(http, gateway, token, "bench" + i, streaming);
            threads.add(Thread.startVirtualThread(() -> {
                while (goesOn.test(begun.getAndIncrement()) && failures.size() < 100) {
                    try {
                        nanos.add(person.turn(text));
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
