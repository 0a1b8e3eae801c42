package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.TurnRecord;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.telemetry.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A record on its way through a lane; `done` completes when its outcome is in the log.
///
/// @param origin the record itself, for the case that it has to be given up; null where it can't be
/// @param span of the record's processing, which ends with it
/// @param acceptedAt `System.nanoTime()` when it came
/// @param followers the same message again, which came while this one waited
/// @param brief whether only a line is left of the message, for the turn of a later one
record TurnTask(
        TurnRecord record,
        @Nullable TraceContext trace,
        int partition,
        int bytes,
        @Nullable ConsumerRecord<String, byte[]> origin,
        CompletableFuture<Void> done,
        Span span,
        long acceptedAt,
        List<TurnTask> followers,
        boolean brief) {

    private static final int BRIEF_CHARACTERS = 160;
    private static final int REFUSED_CHARACTERS = 200;
    private static final int REFUSED_BYTES = 1000;

    TurnTask(TurnRecord record, Span span, ConsumerRecord<String, byte[]> origin, int bytes) {
        this(
                record,
                span.context(),
                origin.partition(),
                bytes,
                origin,
                new CompletableFuture<>(),
                span,
                System.nanoTime(),
                new ArrayList<>(),
                false);
    }

    TurnTask(TurnRecord record, @Nullable TraceContext trace, int partition, int bytes) {
        this(
                record,
                trace,
                partition,
                bytes,
                null,
                new CompletableFuture<>(),
                Span.none(trace),
                System.nanoTime(),
                new ArrayList<>(),
                false);
    }

    /// What is left of a message that is not going to be answered.
    TurnTask shortened() {
        if (!(record instanceof TurnRequest(var message))) {
            return this;
        }
        int left = Math.min(bytes, REFUSED_BYTES);
        var rest = new TurnRequest(wordsOnly(message, Texts.cut(message.text(), REFUSED_CHARACTERS)));
        return new TurnTask(rest, trace, partition, left, null, done, span, acceptedAt, followers, false);
    }

    /// A line of what was written, since too many messages wait. It counts as many bytes as before.
    TurnTask inShort() {
        if (!(record instanceof TurnRequest(var message))) {
            return this;
        }
        String line = message.text().strip().replaceAll("\\s+", " ");
        int files = message.attachments().size();
        String left = files == 0 ? "" : files == 1 ? " [and a file, left out]" : " [and " + files + " files, left out]";
        var rest = new TurnRequest(
                wordsOnly(message, "- [in short, since too many waited] " + Texts.cut(line, BRIEF_CHARACTERS) + left));
        return new TurnTask(rest, trace, partition, bytes, origin, done, span, acceptedAt, followers, true);
    }

    private static InboundMessage wordsOnly(InboundMessage message, String text) {
        return new InboundMessage(
                message.id(),
                message.user(),
                message.address(),
                message.senderName(),
                text,
                List.of(),
                null,
                message.live(),
                message.receivedAt(),
                message.group(),
                null,
                message.senderHandle(),
                List.of());
    }

    UserId user() {
        return record.user();
    }

    @Override
    public String toString() {
        return "TurnTask[" + record.id() + "]";
    }
}
