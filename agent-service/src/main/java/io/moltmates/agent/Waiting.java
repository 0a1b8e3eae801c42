package io.moltmates.agent;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits, on a virtual thread, for what others complete.
final class Waiting {

    /// Longer than a producer tries by itself.
    private static final Duration WRITE = Duration.ofSeconds(150);

    private Waiting() {}

    /// Until the log has the record.
    ///
    /// @throws TransientException if it could not be written
    static void written(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().get(WRITE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("Interrupted while writing a record", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TransientException("A record could not be written", e);
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
