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
record TurnTask(
        TurnRecord record,
        @Nullable TraceContext trace,
        int partition,
        int bytes,
        @Nullable ConsumerRecord<String, byte[]> origin,
        CompletableFuture<Void> done,
        Span span,
        long acceptedAt,
        List<TurnTask> followers) {

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
                new ArrayList<>());
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
                new ArrayList<>());
    }

    /// What is left of a message that is not going to be answered.
    TurnTask shortened() {
        if (!(record instanceof TurnRequest(var message))) {
            return this;
        }
        var rest = new InboundMessage(
                message.id(),
                message.user(),
                message.address(),
                message.senderName(),
                Texts.cut(message.text(), REFUSED_CHARACTERS),
                List.of(),
                null,
                message.live(),
                message.receivedAt(),
                message.group(),
                null,
                message.senderHandle(),
                List.of());
        int left = Math.min(bytes, REFUSED_BYTES);
        return new TurnTask(new TurnRequest(rest), trace, partition, left, null, done, span, acceptedAt, followers);
    }

    UserId user() {
        return record.user();
    }

    @Override
    public String toString() {
        return "TurnTask[" + record.id() + "]";
    }
}
