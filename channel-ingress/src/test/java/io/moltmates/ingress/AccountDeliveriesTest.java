package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.moltmates.schema.Address;
import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.DeliveryRecord.State;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.RecordSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountDeliveriesTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final UserId BOT = UserId.of("double", "bot");

    private final FakePlatform platform = new FakePlatform();
    private final FakeHold hold = new FakeHold();
    private final DeliveryLedger ledger = new DeliveryLedger();
    private final List<DeliveryRecord> log = new CopyOnWriteArrayList<>();
    private final List<String> finished = new CopyOnWriteArrayList<>();
    private CompletionStage<Void> intents = CompletableFuture.completedStage(null);
    private AccountDeliveries deliveries = deliveries(false);

    @AfterEach
    void stop() {
        deliveries.stop(Duration.ZERO);
    }

    @Test
    void writesAnIntentBeforeAndAReceiptAfter() {
        platform.onDeliver =
                () -> assertThat(log).extracting(DeliveryRecord::state).containsExactly(State.INTENT);
        take(notice("n1", "alice"));

        awaitFinished("n1");
        assertThat(platform.said).containsExactly("n1");
        assertThat(log)
                .extracting(DeliveryRecord::state, DeliveryRecord::epoch, DeliveryRecord::platformMessageId)
                .containsExactly(tuple(State.INTENT, 7L, null), tuple(State.DELIVERED, 7L, "p-n1"));
    }

    @Test
    void leavesOutWhatHasAReceipt() {
        ledger.take(record("n1", State.DELIVERED));
        take(notice("n1", "alice"));

        awaitFinished("n1");
        assertThat(platform.said).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void countsAsUnknownWhatWasOnItsWayWhenTheHolderBeforeDied() {
        ledger.take(record("n1", State.INTENT));
        take(notice("n1", "alice"));
        take(notice("n2", "alice"));

        awaitFinished("n1", "n2");
        assertThat(platform.said).containsExactly("n2");
        assertThat(log.getFirst().state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void sendsItAgainWhereThePlatformDropsRepetitions() {
        deliveries = deliveries(true);
        ledger.take(record("n1", State.INTENT));
        take(notice("n1", "alice"));

        awaitFinished("n1");
        assertThat(platform.said).containsExactly("n1");
    }

    @Test
    void keepsTheOrderOfAConversationWhenThePlatformIsBusy() {
        platform.outcomes.put(
                "n1",
                new ConcurrentLinkedQueue<>(List.of(
                        new DeliveryOutcome.TryLater(Duration.ofMillis(50), "busy", false),
                        new DeliveryOutcome.Delivered(null))));
        take(notice("n1", "alice"));
        take(notice("n2", "alice"));

        awaitFinished("n1", "n2");
        assertThat(platform.said).containsExactly("n1", "n1", "n2");
    }

    @Test
    void recordsThatWhatThePlatformDidNotTakeIsDueStill() {
        platform.outcomes.put(
                "n1", new ConcurrentLinkedQueue<>(List.of(new DeliveryOutcome.TryLater(Duration.ZERO, "busy", false))));
        take(notice("n1", "alice"));

        awaitFinished("n1");
        assertThat(log)
                .extracting(DeliveryRecord::state)
                .containsExactly(State.INTENT, State.DUE, State.INTENT, State.DELIVERED);
    }

    @Test
    void leavesTheIntentOfWhatThePlatformHasAPartOf() {
        platform.outcomes.put(
                "n1", new ConcurrentLinkedQueue<>(List.of(new DeliveryOutcome.TryLater(Duration.ZERO, "busy", true))));
        take(notice("n1", "alice"));

        awaitFinished("n1");
        assertThat(log).extracting(DeliveryRecord::state).containsExactly(State.INTENT, State.INTENT, State.DELIVERED);
    }

    @Test
    void sendsWhatWasDueWhenTheHolderBeforeDied() {
        ledger.take(record("n1", State.DUE));
        take(notice("n1", "alice"));

        awaitFinished("n1");
        assertThat(platform.said).containsExactly("n1");
        assertThat(log.getLast().state()).isEqualTo(State.DELIVERED);
    }

    @Test
    void holdsNobodyUpForASlowChat() {
        var slow = new CountDownLatch(1);
        platform.slow.put("n1", slow);
        take(notice("n1", "alice"));
        take(notice("n2", "bob"));

        awaitFinished("n2");
        assertThat(finished).doesNotContain("n1");
        slow.countDown();
        awaitFinished("n1", "n2");
    }

    @Test
    void sendsNothingWithoutACertainLease() {
        hold.fresh = false;
        take(notice("n1", "alice"));

        await().during(Duration.ofMillis(200)).until(() -> log.isEmpty() && platform.said.isEmpty());
        hold.ended = true;
        await().during(Duration.ofMillis(100)).until(() -> finished.isEmpty() && log.isEmpty());
    }

    @Test
    void sendsNothingWhenTheLeaseBecomesUncertainAfterTheIntent() {
        hold.freshFor.set(1); // for the look before the intent
        take(notice("n1", "alice"));

        await().untilAsserted(() ->
                assertThat(log).extracting(DeliveryRecord::state).containsExactly(State.INTENT, State.DUE));
        await().during(Duration.ofMillis(200)).until(platform.said::isEmpty);
        hold.ended = true;
    }

    @Test
    void leavesToTheNextHolderWhatThePlatformDidNotTakeWhenTheLeaseEnded() {
        platform.onDeliver = () -> hold.ended = true;
        platform.outcomes.put(
                "n1",
                new ConcurrentLinkedQueue<>(List.of(new DeliveryOutcome.TryLater(Duration.ZERO, "no token", false))));
        take(notice("n1", "alice"));

        await().untilAsserted(() ->
                assertThat(log).extracting(DeliveryRecord::state).containsExactly(State.INTENT, State.DUE));
    }

    @Test
    void isNeverDueAgainOnceThePlatformHasAPartOfIt() {
        platform.outcomes.put(
                "n1",
                new ConcurrentLinkedQueue<>(List.of(
                        new DeliveryOutcome.TryLater(Duration.ZERO, "busy", true),
                        new DeliveryOutcome.TryLater(Duration.ZERO, "busy", false))));
        hold.freshFor.set(3); // uncertain after the third intent
        take(notice("n1", "alice"));

        await().until(() -> log.size() == 3);
        await().during(Duration.ofMillis(200))
                .untilAsserted(
                        () -> assertThat(log).extracting(DeliveryRecord::state).containsOnly(State.INTENT));
        hold.ended = true;
    }

    @Test
    void leavesToTheNextHolderWhatItsIntentTookTooLongFor() {
        intents = new CompletableFuture<>();
        take(notice("n1", "alice"));
        await().until(() -> log.size() == 1);

        deliveries.stop(Duration.ZERO);

        await().untilAsserted(() ->
                assertThat(log).extracting(DeliveryRecord::state).containsExactly(State.INTENT, State.DUE));
        assertThat(platform.said).isEmpty();
    }

    @Test
    void tellsWhatTheAdapterCouldNotSay() {
        platform.outcomes.put("n1", new ConcurrentLinkedQueue<>(List.of(new DeliveryOutcome.Unknown("cut off"))));
        take(notice("n1", "alice"));

        awaitFinished("n1");
        assertThat(log.getLast().state()).isEqualTo(State.UNKNOWN);
        assertThat(log.getLast().reason()).isEqualTo("cut off");
    }

    @Test
    void saysNothingWhereThereIsNothingToSay() {
        take(new Notice("n1", user("alice"), address("alice"), "m1", "", List.of(), Outcome.REFUSED, null, NOON));

        awaitFinished("n1");
        assertThat(platform.said).isEmpty();
        assertThat(log).singleElement().extracting(DeliveryRecord::state).isEqualTo(State.DELIVERED);
    }

    @Test
    void saysOneSentenceInsteadOfAllThatIsTooOld() {
        for (String id : List.of("n1", "n2")) {
            take(new Notice(
                    id, user("alice"), address("alice"), null, "late", List.of(), null, null, NOON.minusSeconds(7200)));
        }

        awaitFinished("n1", "n2");
        assertThat(platform.said).containsExactly("n1.late");
        assertThat(log)
                .extracting(DeliveryRecord::id, DeliveryRecord::state)
                .containsExactly(
                        tuple("n1", State.FAILED),
                        tuple("n1.late", State.INTENT),
                        tuple("n1.late", State.DELIVERED),
                        tuple("n2", State.FAILED));
    }

    @Test
    void passesOverWhatIsForOthers() {
        take(new Notice(
                "n1",
                user("alice"),
                new Address("double", "another", "alice", null),
                null,
                "",
                List.of(),
                null,
                null,
                NOON));

        awaitFinished("n1");
        assertThat(log).isEmpty();
    }

    private AccountDeliveries deliveries(boolean dropsRepeated) {
        return new AccountDeliveries(
                BOT, hold, platform, dropsRepeated, ledger, new FakeLog(), () -> Duration.ofHours(1), () -> NOON);
    }

    private void take(OutboundMessage message) {
        var entry = new ConsumerRecord<>(Topics.EGRESS.name(), 0, 0, message.key(), RecordCodec.write(message));
        deliveries.take(entry, () -> finished.add(message.id()));
    }

    private void awaitFinished(String... ids) {
        await().untilAsserted(() -> assertThat(finished).contains(ids));
    }

    private static UserId user(String name) {
        return UserId.of("double", name);
    }

    private static Address address(String name) {
        return new Address("double", "bot", name, null);
    }

    private static Notice notice(String id, String name) {
        return new Notice(id, user(name), address(name), null, "text", List.of(), null, null, NOON);
    }

    private static DeliveryRecord record(String id, State state) {
        return new DeliveryRecord(id, user("alice"), address("alice"), state, null, null, NOON, 3);
    }

    private static final class FakePlatform implements AccountConnection {
        final List<String> said = new CopyOnWriteArrayList<>();
        final Map<String, Queue<DeliveryOutcome>> outcomes = new ConcurrentHashMap<>();
        final Map<String, CountDownLatch> slow = new ConcurrentHashMap<>();
        Runnable onDeliver = () -> {};

        @Override
        public void receive() {}

        @Override
        public DeliveryOutcome deliver(OutboundMessage message) throws InterruptedException {
            onDeliver.run();
            var wait = slow.get(message.id());
            if (wait != null) {
                wait.await();
            }
            said.add(message.id());
            var planned = outcomes.get(message.id());
            var outcome = planned == null ? null : planned.poll();
            return outcome == null ? new DeliveryOutcome.Delivered("p-" + message.id()) : outcome;
        }

        @Override
        public void close() {}
    }

    private static final class FakeHold implements AccountHold {
        volatile boolean fresh = true;
        volatile boolean ended;
        final AtomicInteger freshFor = new AtomicInteger(Integer.MAX_VALUE);

        @Override
        public String account() {
            return "bot";
        }

        @Override
        public long epoch() {
            return 7;
        }

        @Override
        public boolean isFresh() {
            return fresh && !ended && freshFor.get() > 0;
        }

        @Override
        public boolean awaitFresh() {
            await().pollInterval(Duration.ofMillis(10)).until(() -> ended || isFresh());
            freshFor.decrementAndGet();
            return !ended;
        }

        @Override
        public void publish(InboundMessage message) {
            throw new UnsupportedOperationException("nothing comes in here");
        }

        @Override
        public Optional<String> platformMessageId(String deliveryId) {
            return Optional.empty();
        }
    }

    private final class FakeLog implements RecordSink {
        @Override
        public <T extends TopicRecord> CompletionStage<Void> write(
                Topic<? super T> topic, T message, @Nullable TraceContext trace) {
            var record = (DeliveryRecord) message;
            log.add(record);
            return record.state() == State.INTENT ? intents : CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<Void> delete(Topic<?> topic, String key) {
            throw new UnsupportedOperationException("nothing is deleted");
        }
    }
}
