package io.moltmates.agent.model;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The bytes of a response as they arrive, for a reader that waits with a limit.
///
/// Guarantees: at most one chunk is asked of the socket ahead of the reader; [#abort()] closes the socket from any
/// thread, and wakes
/// the reader.
final class ResponseChunks implements HttpResponse.BodySubscriber<ResponseChunks> {

    /// What came next.
    sealed interface Signal {
        record Bytes(List<ByteBuffer> buffers) implements Signal {}

        record Ended() implements Signal {}

        record Broken(Throwable cause) implements Signal {}

        record Aborted() implements Signal {}
    }

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription subscription;
    private boolean aborted;

    /// The next signal, or null when none came in time.
    @Nullable
    Signal next(Duration limit) throws InterruptedException {
        var signal = signals.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (signal instanceof Signal.Bytes) {
            synchronized (this) {
                if (subscription != null) {
                    subscription.request(1);
                }
            }
        }
        return signal;
    }

    synchronized void abort() {
        if (!aborted) {
            aborted = true;
            if (subscription != null) {
                subscription.cancel();
            }
            signals.add(new Signal.Aborted());
        }
    }

    @Override
    public CompletionStage<ResponseChunks> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription next) {
        subscription = next;
        if (aborted) {
            next.cancel();
        } else {
            next.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.Ended());
    }
}
