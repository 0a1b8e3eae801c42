package io.moltmates.schema;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// A W3C trace context, version 00: which trace a record belongs to, and which span wrote it.
///
/// @param traceId 32 lower-case hexadecimal digits
/// @param spanId 16 lower-case hexadecimal digits
/// @param sampled whether the trace is told to monitoring
/// @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
public record TraceContext(String traceId, String spanId, boolean sampled) {

    private static final Pattern TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final int SAMPLED = 1;

    /// A new trace of which nobody tells monitoring: who goes on with the work makes no spans that lead nowhere.
    public static TraceContext unrecorded() {
        return new TraceContext(hex() + hex(), hex(), false);
    }

    /// The same trace, another span.
    public TraceContext child() {
        return new TraceContext(traceId, hex(), sampled);
    }

    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    /// Empty when the text is no trace context.
    public static Optional<TraceContext> parse(String traceparent) {
        var match = TRACEPARENT.matcher(traceparent);
        return match.matches()
                ? Optional.of(new TraceContext(match.group(1), match.group(2), isSampled(match.group(3))))
                : Optional.empty();
    }

    private static boolean isSampled(String flags) {
        return (Integer.parseInt(flags, 16) & SAMPLED) != 0;
    }

    private static String hex() {
        long bits = ThreadLocalRandom.current().nextLong();
        return Long.toHexString(bits == 0 ? 1 : bits).transform(digits -> "0".repeat(16 - digits.length()) + digits);
    }
}
