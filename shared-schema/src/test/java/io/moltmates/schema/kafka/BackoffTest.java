package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void doublesUpToItsLimitAndIsAtTheMostHalfShorter() {
        var longest = List.of(100, 200, 400, 800, 1000, 1000);
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));
        longest.forEach(millis ->
                assertThat(backoff.next()).isBetween(Duration.ofMillis(millis / 2), Duration.ofMillis(millis)));
    }

    @Test
    void isNotTheSameInEveryProcess() {
        var first = Stream.generate(() -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(9)))
                .limit(20)
                .map(Backoff::next);
        assertThat(first.distinct().count()).isGreaterThan(1);
    }
}
