package io.moltmates.schema.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.TraceContext;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class CurrentTraceTest {

    private static final TraceContext OUTER =
            new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
    private static final TraceContext INNER = OUTER.child();

    @Test
    void logLinesNameTheTraceOnVirtualThreadsToo() throws InterruptedException {
        var seen = new String[2];
        var thread = Thread.ofVirtual().start(() -> {
            try (var _ = CurrentTrace.enter(OUTER)) {
                seen[0] = String.valueOf(MDC.get("traceId"));
                seen[1] = String.valueOf(MDC.get("spanId"));
            }
        });
        thread.join();

        assertThat(seen).containsExactly(OUTER.traceId(), OUTER.spanId());
    }

    @Test
    void whatWasBeforeComesBack() {
        try (var _ = CurrentTrace.enter(OUTER)) {
            try (var _ = CurrentTrace.enter(INNER)) {
                assertThat(CurrentTrace.get()).isEqualTo(INNER);
            }
            assertThat(CurrentTrace.get()).isEqualTo(OUTER);
            assertThat(MDC.get("spanId")).isEqualTo(OUTER.spanId());
        }
        assertThat(CurrentTrace.get()).isNull();
        assertThat(MDC.get("traceId")).isNull();
    }
}
