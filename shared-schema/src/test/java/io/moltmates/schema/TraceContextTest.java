package io.moltmates.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void readsWhatItWrites() {
        var context = new TraceContext(TRACE, SPAN, true);

        assertThat(context.traceparent()).isEqualTo("00-" + TRACE + "-" + SPAN + "-01");
        assertThat(TraceContext.parse(context.traceparent())).contains(context);
    }

    @Test
    void whatBelongsToNoMessageIsToldToNobody() {
        var context = TraceContext.unrecorded();

        assertThat(context.sampled()).isFalse();
        assertThat(TraceContext.parse(context.traceparent())).contains(context);
    }

    @Test
    void keepsThatATraceIsNotTold() {
        var context = TraceContext.parse("00-" + TRACE + "-" + SPAN + "-00");

        assertThat(context).contains(new TraceContext(TRACE, SPAN, false));
        assertThat(context.map(TraceContext::child).map(TraceContext::sampled)).contains(false);
        assertThat(context.map(TraceContext::traceparent)).contains("00-" + TRACE + "-" + SPAN + "-00");
    }

    @Test
    void looksAtTheOneFlagOnlyThatSaysSo() {
        assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-03").map(TraceContext::sampled))
                .contains(true);
        assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-02").map(TraceContext::sampled))
                .contains(false);
    }

    @Test
    void isEmptyForWhatIsNone() {
        assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN)).isEmpty();
        assertThat(TraceContext.parse("")).isEmpty();
    }
}
