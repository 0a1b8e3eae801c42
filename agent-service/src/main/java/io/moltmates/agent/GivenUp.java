package io.moltmates.agent;

import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.Apology;
import io.moltmates.schema.kafka.DeadLetters;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.Traces;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Keeps records that can't be processed for the operator, and tells people that their message was one. Blocks.
final class GivenUp {

    private static final Logger LOG = Logger.getLogger(GivenUp.class);
    private static final String SERVICE = "agent-service";

    private final RecordSink sink;

    GivenUp(RecordSink sink) {
        this.sink = sink;
    }

    /// Writes the dead letter.
    ///
    /// @throws TransientException if the log does not take it
    void keep(Topic<DeadLetter> letters, ConsumerRecord<String, byte[]> entry, Throwable cause, int attempts) {
        var letter = DeadLetters.of(entry, SERVICE, DeadLetters.reason(cause), attempts, Instant.now());
        Waiting.written(sink.write(letters, letter, Traces.of(entry)));
    }

    /// Answers a message that can't be answered otherwise, if it can still be seen whose it was.
    ///
    /// @throws TransientException if the log does not take it
    void tell(ConsumerRecord<String, byte[]> entry) {
        Apology.of(entry, Instant.now())
                .ifPresent(notice -> Waiting.written(sink.write(Topics.EGRESS, notice, Traces.of(entry))));
    }

    /// On a thread of its own: tries until it works, then runs what comes next.
    static void insist(Runnable work, Runnable then) {
        Thread.ofVirtual().name("agent-dead-letter").start(() -> {
            while (true) {
                try {
                    work.run();
                    then.run();
                    return;
                } catch (TransientException e) {
                    LOG.warn("dead letter waits for better times", e);
                }
            }
        });
    }
}
