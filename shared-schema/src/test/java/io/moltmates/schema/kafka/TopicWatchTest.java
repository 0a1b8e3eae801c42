package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TopicWatchTest {

    private static final TopicReport FINE = new TopicReport(List.of(), List.of(), List.of());
    private static final TopicReport DIFFERENT = new TopicReport(
            List.of(),
            List.of(new TopicDifference(
                    List.of("acme.moltmate.ingress"), "retention.ms", "60000", "86400000", "Run: mend it.", false)),
            List.of("The settings of topics are not checked."));

    @Test
    void eachDifferenceIsToldWithTheCommandThatMendsIt() {
        assertThat(new TopicWatch(() -> DIFFERENT).told())
                .containsExactly(
                        entry("topics", "1 difference"),
                        entry(
                                "difference 1",
                                "topic differs: topic=acme.moltmate.ingress setting=retention.ms is=60000"
                                        + " wanted=86400000. Run: mend it."),
                        entry("note 1", "The settings of topics are not checked."));
    }

    @Test
    void topicsAsConfiguredAreSaidToBe() {
        assertThat(new TopicWatch(() -> FINE).told()).containsExactly(entry("topics", "as configured"));
    }

    @Test
    void whatWasMendedIsNotToldAnyMore() {
        var found = new AtomicReference<>(DIFFERENT);
        var watch = new TopicWatch(found::get, Duration.ZERO);
        assertThat(watch.told()).containsKey("difference 1");
        found.set(FINE);
        assertThat(watch.told()).containsExactly(entry("topics", "as configured"));
    }

    @Test
    void looksOnceAMinuteHoweverOftenItIsAsked() {
        var looks = new AtomicInteger();
        var watch = new TopicWatch(() -> {
            looks.incrementAndGet();
            return FINE;
        });
        assertThat(watch.told()).isEqualTo(watch.told()).isEqualTo(watch.told());
        assertThat(looks).hasValue(1);
    }

    @Test
    void aBrokerThatTakesItsTimeHoldsNobodyUp() {
        var answered = new CountDownLatch(1);
        var watch = new TopicWatch(() -> {
            try {
                answered.await();
                return DIFFERENT;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(watch.told()).containsExactly(entry("topics", "not compared yet"));
        answered.countDown();
        Awaitility.await().untilAsserted(() -> assertThat(watch.told()).containsKey("difference 1"));
    }

    @Test
    void aBrokerThatRefusesIsSaid() {
        var watch = new TopicWatch(() -> {
            throw new TopicAdmin.TopicsUnavailableException("does not answer.", null);
        });
        assertThat(watch.told()).containsExactly(entry("topics", "not compared: Kafka does not answer."));
    }
}
