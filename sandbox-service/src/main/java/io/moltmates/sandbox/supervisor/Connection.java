package io.moltmates.sandbox.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends frames over one wire, and hands each reply to who waits for it.
///
/// Thread-safe. Nothing blocks longer than its limit: a wire on which one does is closed, and everybody
/// who waits is told.
final class Connection implements AutoCloseable {

    static final int NONCE = 16;

    /// A frame that is not taken by then never will be.
    static final Duration SEND_LIMIT = Duration.ofSeconds(2);

    /// What may come that nobody waits for, such as the output of an earlier client's run.
    private static final long MAX_UNASKED = 64L << 20;

    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Wire wire;
    private final ReentrantLock sending = new ReentrantLock();
    private final CompletableFuture<Greeting> greeting = new CompletableFuture<>();
    private final Map<Long, Receiver> receivers = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, CompletableFuture<Void>> pings = new ConcurrentHashMap<>();
    private final AtomicLong leftover = new AtomicLong();
    private final AtomicReference<@Nullable String> lost = new AtomicReference<>();
    private long unasked;

    Connection(Wire wire) {
        this.wire = wire;
    }

    /// Begins to read, and to be read: the zeros end what an earlier client may have left half.
    Greeting greet(Duration limit) throws SupervisorException {
        long start = System.nanoTime();
        var nonce = ByteBuffer.wrap(random(NONCE)).asReadOnlyBuffer();
        var _ = Thread.ofVirtual().name("supervisor-reader").start(() -> read(nonce));
        byte[] hello = new Frame(Frame.HELLO, 0, nonce).encode();
        byte[] all = new byte[Frame.HEADER + Frame.MAX_PAYLOAD + hello.length];
        System.arraycopy(hello, 0, all, all.length - hello.length, hello.length);
        try {
            send(all, limit);
            var answer = greeting.get(limit.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
            if (answer.version() != 1) {
                throw new SupervisorException("The supervisor speaks version " + answer.version() + ", not 1");
            }
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SupervisorException("Interrupted before the supervisor answered", e);
        } catch (TimeoutException e) {
            throw new SupervisorException("The supervisor did not answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException | IOException e) {
            throw new SupervisorException("The supervisor did not answer: " + e.getMessage(), e);
        }
    }

    boolean isOpen() {
        return lost.get() == null;
    }

    /// The earlier client's run that has not ended; 0 if none.
    long leftover() {
        return leftover.get();
    }

    void clearLeftover(long run) {
        leftover.compareAndSet(run, 0);
    }

    void listen(long run, Receiver receiver) {
        receivers.put(run, receiver);
        String why = lost.get();
        if (why != null) {
            receiver.lost(why);
        }
    }

    void forget(long run) {
        receivers.remove(run);
    }

    /// @throws SupervisorException if nothing of it was sent
    /// @throws IOException if some of it may have been
    void send(Frame frame) throws IOException {
        send(frame.encode(), SEND_LIMIT);
    }

    private void send(byte[] bytes, Duration limit) throws IOException {
        sending.lock();
        try {
            String why = lost.get();
            if (why != null) {
                throw new SupervisorException("The supervisor is lost: " + why);
            }
            var delayed = CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS);
            var stuck =
                    CompletableFuture.runAsync(() -> lose("it did not read for " + limit.toMillis() + " ms"), delayed);
            try {
                wire.out().write(bytes);
                wire.out().flush();
            } catch (IOException e) {
                lose("it could not be written to: " + e.getMessage());
                throw e;
            } finally {
                stuck.cancel(false);
            }
        } finally {
            sending.unlock();
        }
    }

    void ping(Duration limit) throws SupervisorException {
        var echo = ByteBuffer.wrap(random(Long.BYTES)).asReadOnlyBuffer();
        var answer = new CompletableFuture<Void>();
        pings.put(echo, answer);
        try {
            send(new Frame(Frame.PING, 0, echo).encode(), limit);
            answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SupervisorException("Interrupted before the supervisor answered", e);
        } catch (TimeoutException e) {
            lose("it did not answer within " + limit.toMillis() + " ms");
            throw new SupervisorException("The supervisor did not answer within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException | IOException e) {
            throw new SupervisorException("The supervisor did not answer: " + e.getMessage(), e);
        } finally {
            pings.remove(echo);
        }
    }

    /// Closes the wire and tells everybody who waits; the first reason counts.
    void lose(String why) {
        boolean isFirst = lost.compareAndSet(null, why);
        var failure = new SupervisorException(why);
        greeting.completeExceptionally(failure);
        pings.values().forEach(ping -> ping.completeExceptionally(failure));
        receivers.values().forEach(receiver -> receiver.lost(why));
        if (isFirst) {
            wire.close();
        }
    }

    @Override
    public void close() {
        lose("it was closed");
    }

    @SuppressWarnings("InfiniteLoopStatement") // the stream's end is an exception
    private void read(ByteBuffer nonce) {
        try {
            var frames = new FrameReader(wire.in());
            frames.seek(nonce);
            while (true) {
                handOn(Reply.of(frames.next()));
            }
        } catch (IOException e) {
            lose(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) { // whatever it is, nobody waits for ever
            LOG.error("supervisor's reader failed", e);
            lose("its client has a fault");
        }
    }

    private void handOn(Reply reply) throws IOException {
        switch (reply) {
            case Reply.Hello(var answer) -> {
                leftover.set(greeting.isDone() ? 0 : answer.runningRun());
                greeting.complete(answer);
            }
            case Reply.Output output -> give(output.run(), reply, output.bytes().remaining());
            case Reply.Exit exit -> {
                clearLeftover(exit.run());
                give(exit.run(), reply, Frame.HEADER);
            }
            case Reply.State state -> give(state.run(), reply, Frame.HEADER);
            case Reply.Fault(var run, var code, var message) -> {
                LOG.debugf("supervisor reported: error=%s %s", code, message);
                give(run, reply, Frame.HEADER);
            }
            case Reply.Pong(var echo) -> {
                var ping = pings.get(echo);
                if (ping != null) {
                    ping.complete(null);
                }
            }
            case Reply.Unknown _ -> give(0, reply, Frame.HEADER);
        }
    }

    private void give(long run, Reply reply, int size) throws IOException {
        var receiver = receivers.get(run);
        if (receiver != null) {
            unasked = 0;
            receiver.receive(reply);
        } else {
            unasked += size;
            if (unasked > MAX_UNASKED) {
                throw new IOException("More than " + MAX_UNASKED + " bytes that nobody asked for");
            }
        }
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
