package io.moltmates.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.LiveEvent.TextDelta;
import io.moltmates.schema.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final AtomicLong now = new AtomicLong();
    private final InFlight inFlight = new InFlight(3, 100_000, now::get);

    @Test
    void forgetsTheTurnThatWasIdleLongest() {
        for (int turn = 1; turn <= 4; turn++) {
            inFlight.apply("alice", delta("m" + turn, "x"));
        }

        assertThat(inFlight.of("alice")).extracting(InFlight.Turn::id).containsExactly("m2", "m3", "m4");
    }

    @Test
    void staysWithinItsBytes() {
        inFlight.apply("alice", delta("m1", "x".repeat(30_000)));
        inFlight.apply("alice", delta("m2", "x".repeat(30_000)));

        assertThat(inFlight.of("alice")).extracting(InFlight.Turn::id).containsExactly("m2");
    }

    @Test
    void forgetsWhatHasNotMovedForHours() {
        inFlight.apply("alice", delta("m1", "x"));
        now.addAndGet(Duration.ofHours(3).toNanos());

        assertThat(inFlight.of("alice")).isEmpty();
    }

    @Test
    void showsNobodyTheTurnOfAnother() {
        inFlight.apply("alice", delta("m1", "x"));

        assertThat(inFlight.apply("bob", delta("m1", "y"))).isNull();
        assertThat(inFlight.of("bob")).isEmpty();
    }

    private static TextDelta delta(String turn, String text) {
        return new TextDelta(UserId.of("web", "alice"), Address.of("web", "alice"), turn, 1, 1, 1, text);
    }
}
