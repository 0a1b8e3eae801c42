package io.moltmates.persona;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.TopicTail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks agent-service for a draft over the commands topic; the id is derived from the message's, so asking again after
/// a crash is the same question.
final class CommandDrafts implements PersonaDrafts, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CommandDrafts.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final RecordSink sink;
    private final TopicTail results;
    private final Map<String, CompletableFuture<CommandResult>> asked = new ConcurrentHashMap<>();

    CommandDrafts(Map<String, Object> connection, RecordSink sink) {
        this.sink = sink;
        this.results = TopicTail.open(
                connection,
                "persona-command-results",
                List.of(Topics.COMMAND_RESULTS.name()),
                TopicTail.From.END,
                this::take);
    }

    @Override
    public Optional<String> draft(UserId user, String messageId, String description, @Nullable TraceContext trace)
            throws InterruptedException {
        String id = messageId + ".draft";
        var answer = new CompletableFuture<CommandResult>();
        asked.put(id, answer);
        try {
            var result = results.ready()
                    .thenCompose(_ ->
                            sink.write(Topics.COMMANDS, new CommandRequest.DraftPersona(id, user, description), trace))
                    .thenCompose(_ -> answer)
                    .toCompletableFuture()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (result instanceof CommandResult.Draft draft && !draft.text().isBlank()) {
                return Optional.of(draft.text());
            }
            LOG.infof("no draft of a persona: userId=%s messageId=%s", user, messageId);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("no draft of a persona: userId=%s messageId=%s error=%s", user, messageId, e);
        } finally {
            asked.remove(id);
        }
        return Optional.empty();
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        if (asked.isEmpty()) {
            return;
        }
        try {
            var result = RecordCodec.read(entry.value(), CommandResult.class);
            var answer = asked.get(result.id());
            if (answer != null) {
                answer.complete(result);
            }
        } catch (MalformedRecordException e) {
            LOG.warnf("command result skipped: offset=%d error=%s", entry.offset(), e.getMessage());
        }
    }

    @Override
    public void close() {
        results.close();
    }
}
