package io.moltmates.ingress.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChatPaceTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AtomicLong now = new AtomicLong();
    private final ChatPace pace = new ChatPace(30, now::get);

    @Test
    void threeGoAtOnceToAChatAndThenOneASecond() {
        assertThat(pace.next(1, false)).isZero();
        assertThat(pace.next(1, false)).isZero();
        assertThat(pace.next(1, false)).isZero();
        assertThat(pace.next(1, false)).isEqualTo(SECOND);
        assertThat(pace.next(1, false)).isEqualTo(SECOND.multipliedBy(2));
        assertThat(pace.next(2, false)).isZero();
    }

    @Test
    void aGroupGetsTwentyAMinute() {
        for (int sent = 0; sent < 20; sent++) {
            assertThat(pace.next(-1, true)).isZero();
            now.addAndGet(SECOND.toNanos());
        }
        var first = pace.next(-1, true);
        now.addAndGet(first.toNanos() + SECOND.toNanos());
        int more = 0;
        for (; now.get() < SECOND.toNanos() * 60; more++) {
            now.addAndGet(pace.next(-1, true).toNanos());
        }
        assertThat(more).isLessThanOrEqualTo(20);
    }

    @Test
    void allTogetherGetThirtyASecond() {
        for (int chat = 0; chat < 30; chat++) {
            assertThat(pace.next(chat, false)).isZero();
        }
        assertThat(pace.next(30, false)).isPositive().isLessThan(Duration.ofMillis(40));
    }

    @Test
    void aChatThatIsToldToWaitHoldsUpNoOther() {
        pace.flood(1, SECOND.multipliedBy(5));

        assertThat(pace.next(1, false)).isEqualTo(SECOND.multipliedBy(5));
        assertThat(pace.next(2, false)).isZero();
    }

    @Test
    void twoChatsThatAreToldToWaitMeanAll() {
        pace.flood(1, SECOND.multipliedBy(5));
        pace.flood(2, SECOND.multipliedBy(3));

        assertThat(pace.next(3, false)).isEqualTo(SECOND.multipliedBy(3));
    }
}
