package io.moltmates.ingress;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Asks other services, and gives each answer to whoever asked: the id of the question is the id of the answer.
@Singleton
public class Commands {

    private final LogWriter writer;
    private final Map<String, CompletableFuture<CommandResult>> asked = new ConcurrentHashMap<>();

    @Inject
    Commands(LogWriter writer) {
        this.writer = writer;
    }

    /// Fails with a [java.util.concurrent.TimeoutException] when nobody answers in time. May complete on the thread
    /// that reads the answers, so what depends on it must not block.
    public CompletableFuture<CommandResult> ask(CommandRequest request, Duration patience) {
        var answer = new CompletableFuture<CommandResult>();
        asked.put(request.id(), answer);
        var _ = writer.write(Topics.COMMANDS, request).exceptionally(failure -> {
            answer.completeExceptionally(failure);
            return null;
        });
        return answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> asked.remove(request.id()));
    }

    void take(CommandResult result) {
        var waiting = asked.get(result.id());
        if (waiting != null) {
            waiting.complete(result);
        }
    }
}
