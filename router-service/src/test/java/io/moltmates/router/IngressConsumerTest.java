package io.moltmates.router;

import static io.moltmates.router.Messages.ALICE;
import static io.moltmates.router.Messages.message;
import static io.moltmates.router.Messages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.CommandsConfig;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.WebChannelConfig;
import io.moltmates.schema.kafka.RecordSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngressConsumerTest {

    private static final RouterConfig EVERYBODY = new RouterConfig(
            new ChannelsConfig(
                    new WebChannelConfig(true, List.of("*"), 25),
                    MoltmateConfig.DEFAULT.channels().api(),
                    MoltmateConfig.DEFAULT.channels().telegram()),
            CommandsConfig.DEFAULT);

    private final FlakyLog log = new FlakyLog();
    private final IngressConsumer consumer = new IngressConsumer(
            new Router(
                    () -> EVERYBODY,
                    user -> Optional.of(ready(user, null)),
                    new Pairings(),
                    new AdmittedPeople(),
                    new RoutingTable(),
                    new Links(() -> EVERYBODY)),
            log,
            new HeldMessages());

    @Test
    void writesToTheTopicAndKeepsTheTrace() {
        var entry = entry(RecordCodec.write(message(ALICE, "m1", "hello")));
        var trace = new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
        entry.headers().add(CloudEvents.TRACEPARENT, trace.traceparent().getBytes(StandardCharsets.UTF_8));
        assertThat(consumer.process(entry)).succeedsWithin(Duration.ofSeconds(5));
        assertThat(log.topics).containsExactly("moltmate.turns");
        assertThat(log.lastTrace).isEqualTo(trace);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "{}", "[]", "{\"id\":\"m1\",\"user\":\"nobody\"}"})
    void buriesWhatCannotBeReadAndTellsThePerson(String json) {
        var processed = consumer.process(entry(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(processed).succeedsWithin(Duration.ofSeconds(5));
        assertThat(log.topics).containsExactly("moltmate.ingress.dlq", "moltmate.egress");
        assertThat(log.records.getFirst())
                .isInstanceOfSatisfying(
                        DeadLetter.class, letter -> assertThat(letter.offset()).isEqualTo(7));
        assertThat(log.records.getLast().user()).isEqualTo(ALICE);
    }

    @Test
    void neverWritesOnTheThreadThatCompletesAWrite() {
        var producer = Executors.newSingleThreadExecutor();
        try (producer) {
            log.completing = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS, producer);
            assertThat(consumer.process(entry("{".getBytes(StandardCharsets.UTF_8))))
                    .succeedsWithin(Duration.ofSeconds(5));
        }
        assertThat(log.callers).hasSize(2).containsOnly(Thread.currentThread());
    }

    @Test
    void buriesARecordWithoutAValue() {
        var tombstone = new ConsumerRecord<String, byte[]>("moltmate.ingress", 0, 7, null, null);
        assertThat(consumer.process(tombstone)).succeedsWithin(Duration.ofSeconds(5));
        assertThat(log.topics).containsExactly("moltmate.ingress.dlq");
    }

    @Test
    void buriesWhatBreaksTheRouterAndGoesOn() {
        var broken = new Router(
                () -> {
                    throw new IllegalStateException("a fault of ours");
                },
                user -> Optional.of(ready(user, null)),
                new Pairings(),
                new AdmittedPeople(),
                new RoutingTable(),
                new Links(() -> EVERYBODY));
        var processed = new IngressConsumer(broken, log, new HeldMessages())
                .process(entry(RecordCodec.write(message(ALICE, "m1", "hello"))));
        assertThat(processed).succeedsWithin(Duration.ofSeconds(5));
        assertThat(log.records.getFirst())
                .isInstanceOfSatisfying(
                        DeadLetter.class, letter -> assertThat(letter.reason()).contains("a fault of ours"));
        assertThat(log.records.getLast()).isInstanceOfSatisfying(Notice.class, notice -> {
            assertThat(notice.inReplyTo()).isEqualTo("m1");
            assertThat(notice.outcome()).isEqualTo(Outcome.FAILED);
        });
    }

    @Test
    void writesAgainUntilTheLogHasIt() {
        log.failures = 1;
        var processed = consumer.process(entry(RecordCodec.write(message(ALICE, "m1", "hello"))));
        assertThat(processed).succeedsWithin(Duration.ofSeconds(10));
        assertThat(log.topics).containsExactly("moltmate.turns");
    }

    private static ConsumerRecord<String, byte[]> entry(byte[] value) {
        return new ConsumerRecord<>("moltmate.ingress", 0, 7, ALICE.value(), value);
    }

    /// Refuses the first records, and keeps the others.
    private static final class FlakyLog implements RecordSink {

        private final List<String> topics = new ArrayList<>();
        private final List<TopicRecord> records = new ArrayList<>();
        private @Nullable TraceContext lastTrace;
        private final List<Thread> callers = new CopyOnWriteArrayList<>();
        private Executor completing = Runnable::run;
        private int failures;

        @Override
        public <T extends TopicRecord> CompletionStage<Void> write(
                Topic<? super T> topic, T message, @Nullable TraceContext trace) {
            if (failures > 0) {
                failures--;
                return CompletableFuture.failedStage(new IllegalStateException("no broker"));
            }
            callers.add(Thread.currentThread());
            topics.add(topic.name());
            records.add(message);
            lastTrace = trace;
            return CompletableFuture.runAsync(() -> {}, completing);
        }

        @Override
        public CompletionStage<Void> delete(Topic<?> topic, String key) {
            throw new UnsupportedOperationException("The router deletes nothing");
        }
    }
}
