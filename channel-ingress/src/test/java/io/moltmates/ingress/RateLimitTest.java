package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong();
    private final RateLimit limit = new RateLimit(2, Duration.ofSeconds(10), now::get);

    @Test
    void stopsWhoIsTooFast() {
        limit.admits("alice");
        limit.admits("alice");

        assertThat(limit.admits("alice")).isFalse();
    }

    @Test
    void letsOthersBe() {
        limit.admits("alice");
        limit.admits("alice");

        assertThat(limit.admits("bob")).isTrue();
    }

    @Test
    void fillsAgain() {
        limit.admits("alice");
        limit.admits("alice");
        now.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(limit.admits("alice")).isTrue();
        assertThat(limit.admits("alice")).isFalse();
    }
}
