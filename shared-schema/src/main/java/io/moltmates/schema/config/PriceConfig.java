package io.moltmates.schema.config;

import org.jspecify.annotations.Nullable;

/// What a model costs, in US dollars for a million tokens; of one that writes down what is said, for a minute of it.
///
/// @param input for what it reads
/// @param output for what it writes
/// @param cacheRead for what it reads from its provider's cache; without it, as `input`
/// @param cacheWrite for what is put into that cache; without it, as `input`
/// @param minute for a minute of a recording; without it, only tokens count
public record PriceConfig(
        double input,
        double output,
        @Nullable Double cacheRead,
        @Nullable Double cacheWrite,
        @Nullable Double minute) {

    public static final PriceConfig DEFAULT = new PriceConfig(0, 0, null, null);

    private static final double MOST = 1_000_000;

    public PriceConfig {
        Check.range("input", input, 0, MOST);
        Check.range("output", output, 0, MOST);
        if (cacheRead != null) {
            Check.range("cacheRead", cacheRead, 0, MOST);
        }
        if (cacheWrite != null) {
            Check.range("cacheWrite", cacheWrite, 0, MOST);
        }
        if (minute != null) {
            Check.range("minute", minute, 0, MOST);
        }
    }

    /// Of a model that is paid by tokens alone.
    public PriceConfig(double input, double output, @Nullable Double cacheRead, @Nullable Double cacheWrite) {
        this(input, output, cacheRead, cacheWrite, null);
    }
}
