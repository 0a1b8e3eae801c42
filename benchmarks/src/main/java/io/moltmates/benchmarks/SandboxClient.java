package io.moltmates.benchmarks;

import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.TopicTail;
import io.moltmates.schema.kafka.TopicWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Asks sandbox-service over the log, as agent-service does: writes a request's record and reads its result's.
///
/// Thread-safe.
final class SandboxClient implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final TopicWriter writer;
    private final TopicTail results;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(long start, CompletableFuture<Answer> answer) {}

    /// @param nanos from before the request was written until its result was read
    record Answer(SandboxOutcome outcome, long nanos) {}

    private SandboxClient(Map<String, String> broker) {
        writer = new TopicWriter(broker, "sandbox-benchmark");
        results = TopicTail.open(
                broker,
                "sandbox-benchmark-results",
                List.of(Topics.SANDBOX_RESULTS.name()),
                TopicTail.From.END,
                this::arrived);
    }

    /// Returns when it would see an answer.
    static SandboxClient open(Map<String, String> broker) throws IOException, InterruptedException {
        var client = new SandboxClient(broker);
        try {
            await(client.results.ready().toCompletableFuture());
            return client;
        } catch (IOException | InterruptedException e) {
            client.close();
            throw e;
        }
    }

    /// Writes the request and waits for its result.
    Answer ask(SandboxRequest request) throws IOException, InterruptedException {
        return await(begin(request));
    }

    /// Writes the request; completed when its result is there.
    CompletableFuture<Answer> begin(SandboxRequest request) {
        var answer = new CompletableFuture<Answer>();
        waiting.put(request.id(), new Waiting(System.nanoTime(), answer));
        var _ = writer.write(Topics.SANDBOX_REQUESTS, request, null).exceptionally(failure -> {
            answer.completeExceptionally(failure);
            return null;
        });
        return answer;
    }

    /// Writes a request that is not answered; returns when the log has it.
    void tell(SandboxRequest request) throws IOException, InterruptedException {
        await(writer.write(Topics.SANDBOX_REQUESTS, request, null).toCompletableFuture());
    }

    private void arrived(ConsumerRecord<String, byte[]> entry) {
        var result = RecordCodec.read(entry.value(), SandboxResult.class);
        long now = System.nanoTime();
        var asked = waiting.remove(result.id());
        if (asked != null) {
            asked.answer().complete(new Answer(result.outcome(), now - asked.start()));
        }
    }

    static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("It failed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("There was no answer within " + LIMIT.toSeconds() + " seconds", e);
        }
    }

    @Override
    public void close() {
        results.close();
        writer.close();
    }
}
