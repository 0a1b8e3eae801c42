package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Takes what a program prints, keeps the beginning, and counts the rest.
final class CommandOutput extends ResultCallback.Adapter<Frame> {

    private static final int KEPT_OUT = 64 << 10;
    private static final int KEPT_ERR = 16 << 10;

    /// A program that prints more than this is ended.
    private static final long FLOOD = 8L << 20;

    /// Why waiting came to its end.
    enum End {
        FINISHED,
        FLOODED,
        STOPPED,
        OVERDUE
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private long total;
    private boolean cut;

    @Override
    public synchronized void onNext(Frame frame) {
        byte[] bytes = frame.getPayload();
        boolean error = frame.getStreamType() == StreamType.STDERR;
        var kept = error ? err : out;
        int room = (error ? KEPT_ERR : KEPT_OUT) - kept.size();
        kept.write(bytes, 0, Math.min(room, bytes.length));
        cut |= bytes.length > room;
        total += bytes.length;
        if (total > FLOOD) {
            end.complete(End.FLOODED);
        }
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
        super.onError(failure);
    }

    @Override
    public void onComplete() {
        end.complete(End.FINISHED);
        super.onComplete();
    }

    void stop() {
        end.complete(End.STOPPED);
    }

    /// @throws ExecutionException if the connection broke
    End await(Duration limit) throws ExecutionException {
        try {
            return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return End.OVERDUE;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return End.STOPPED;
        }
    }

    synchronized String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    synchronized String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    synchronized boolean isCut() {
        return cut;
    }

    /// Both streams, as far as they came, for a program that did not end by itself.
    String partial() {
        return err().isEmpty() ? out() : out() + "\n" + err();
    }
}
