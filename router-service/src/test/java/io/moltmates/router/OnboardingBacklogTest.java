package io.moltmates.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OnboardingBacklogTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    @Test
    void aBrokerWhoseNameDoesNotResolveIsWaitedFor() {
        // a name that never resolves: RFC 6761
        var backlog = new OnboardingBacklog(Map.of("bootstrap.servers", "kafka.invalid:9092"), PATIENCE);
        long began = System.nanoTime();
        assertThatThrownBy(() -> backlog.read(
                        List.of(0), false, new RoutingTable(), () -> CompletableFuture.completedFuture(null)))
                .isInstanceOf(TimeoutException.class)
                .hasMessage("No broker's name resolves");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(PATIENCE);
    }
}
