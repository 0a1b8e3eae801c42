package io.moltmates.agent;

import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.TopicTail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Asks over the topic of commands; reads the answers from the first question on.
final class CommandClient implements CommandAsker, AutoCloseable {

    private final Map<String, ?> connection;
    private final RecordSink writer;
    private final Map<String, CompletableFuture<CommandResult>> waiting = new ConcurrentHashMap<>();
    private @Nullable TopicTail answers;

    CommandClient(Map<String, ?> connection, RecordSink writer) {
        this.connection = connection;
        this.writer = writer;
    }

    @Override
    public CommandResult ask(CommandRequest request, Duration patience) {
        var answer = waiting.computeIfAbsent(request.id(), _ -> new CompletableFuture<>());
        try {
            listen().ready().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            Waiting.written(writer.write(Topics.COMMANDS, request, null));
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("Interrupted while waiting for an answer", e);
        } catch (ExecutionException | TimeoutException _) {
            return new CommandResult.Failure(
                    request.id(), request.user(), "This could not be done right now; please try again in a minute.");
        } finally {
            waiting.remove(request.id(), answer);
        }
    }

    private synchronized TopicTail listen() {
        var tail = answers;
        if (tail == null) {
            tail = TopicTail.open(
                    connection,
                    "agent-service-command-results",
                    List.of(Topics.COMMAND_RESULTS.name()),
                    TopicTail.From.END,
                    this::take);
            answers = tail;
        }
        return tail;
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        var id = entry.headers().lastHeader(CloudEvents.ID);
        var asker = id == null ? null : waiting.get(new String(id.value(), StandardCharsets.UTF_8));
        if (asker != null) {
            asker.complete(RecordCodec.read(entry.value(), CommandResult.class));
        }
    }

    @Override
    public synchronized void close() {
        if (answers != null) {
            answers.close();
        }
    }
}
