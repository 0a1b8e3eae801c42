package io.moltmates.schema.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void measure() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void stop() {
        Metrics.removeRegistry(registry);
    }

    @Test
    void aGaugeShowsTheOneThatTookItsPlaceLast() {
        Meters.gauge("test.places", new AtomicInteger(3), AtomicInteger::get, "kind", "a");
        Meters.gauge("test.places", new AtomicInteger(5), AtomicInteger::get, "kind", "b");
        Meters.gauge("test.places", new AtomicInteger(4), AtomicInteger::get, "kind", "a");

        assertThat(registry.get("test.places").tag("kind", "a").gauges())
                .singleElement()
                .satisfies(gauge -> assertThat(gauge.value()).isEqualTo(4));
        assertThat(registry.get("test.places").tag("kind", "b").gauge().value()).isEqualTo(5);
    }
}
