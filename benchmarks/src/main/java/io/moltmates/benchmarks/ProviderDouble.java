package io.moltmates.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands in for a model provider on a real loopback socket: speaks the Anthropic, OpenAI and Ollama dialects,
/// streaming or not, writes down recordings, and
/// misbehaves when the person's words ask it to (see [DoubleScript]).
public final class ProviderDouble implements AutoCloseable {

    private static final int MOST_REMEMBERED = 1_000;

    private final ServerSocket server;
    private final Duration thinking;
    private final Map<String, AtomicInteger> callsByText = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<String> requests = new ConcurrentLinkedDeque<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger abandoned = new AtomicInteger();
    private volatile boolean remembering = true;
    private volatile Witness witness = (_, _) -> {};

    /// Sees each model call as it comes in, before it is answered.
    public interface Witness {

        /// @param words the latest ones of the person
        /// @param toolResults how many tools have answered since
        void called(String words, int toolResults);
    }

    private ProviderDouble(ServerSocket server, Duration thinking) {
        this.server = server;
        this.thinking = thinking;
    }

    /// Starts on a free port and answers at once.
    public static ProviderDouble start() {
        return start(0, Duration.ZERO);
    }

    /// Starts on this port of the loopback address (0: a free one) and thinks this long before each answer.
    public static ProviderDouble start(int port, Duration thinking) {
        return start(InetAddress.getLoopbackAddress(), port, thinking);
    }

    /// Answers at once on a free port of another address of this machine, as one that containers reach.
    public static ProviderDouble startAt(InetAddress address) {
        return start(address, 0, Duration.ZERO);
    }

    private static ProviderDouble start(InetAddress address, int port, Duration thinking) {
        try {
            var server = new ServerSocket(port, 1_024, address);
            var provider = new ProviderDouble(server, thinking);
            Thread.ofVirtual().name("provider-double").start(provider::accept);
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Without a path: the base address for Anthropic and Ollama; OpenAI's is this and `/v1`.
    public String url() {
        return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    public int port() {
        return server.getLocalPort();
    }

    public String openAiUrl() {
        return url() + "/v1";
    }

    /// Model calls since the start, refused ones included.
    public int calls() {
        return calls.get();
    }

    /// Model calls whose latest words of the person were these.
    public int calls(String text) {
        var count = callsByText.get(text);
        return count == null ? 0 : count.get();
    }

    /// Calls that the client left before the answer was complete.
    public int abandoned() {
        return abandoned.get();
    }

    /// Connections accepted since the start.
    public int connections() {
        return accepted.get();
    }

    /// The bodies of the latest model calls, oldest first.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// From now on this one sees each call; it holds up that call's answer.
    public void witness(Witness newWitness) {
        witness = newWitness;
    }

    void called(String words, int toolResults) {
        witness.called(words, toolResults);
    }

    /// A long load needs neither the bodies nor the counts by text.
    public void forgetRequests() {
        remembering = false;
        requests.clear();
        callsByText.clear();
    }

    Duration thinking() {
        return thinking;
    }

    /// Counts a call and says the how-manieth with these words it is, from 1.
    int count(String text, String body) {
        calls.incrementAndGet();
        if (!remembering) {
            return 1;
        }
        requests.add(body);
        while (requests.size() > MOST_REMEMBERED) {
            requests.poll();
        }
        return callsByText.computeIfAbsent(text, _ -> new AtomicInteger()).incrementAndGet();
    }

    void abandon() {
        abandoned.incrementAndGet();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                accepted.incrementAndGet();
                connections.add(socket);
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().name("provider-double-connection").start(() -> {
                    try (socket) {
                        new DoubleConnection(this, socket).serve();
                    } catch (IOException _) {
                        // the client went away, which is its right
                    } finally {
                        connections.remove(socket);
                    }
                });
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs as a process of its own: `ProviderDouble [port] [thinking milliseconds]`.
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        long thinking = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        try (var provider = start(port, Duration.ofMillis(thinking))) {
            provider.forgetRequests();
            System.out.println("provider double: " + provider.url());
            Thread.currentThread().join();
        }
    }
}
