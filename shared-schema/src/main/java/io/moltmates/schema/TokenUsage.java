package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Tokens of a turn, summed over its model calls; the cached ones are part of the input.
public record TokenUsage(
        @JsonProperty("input") long input,
        @JsonProperty("output") long output,
        @JsonProperty("cacheRead") long cacheRead,
        @JsonProperty("cacheWrite") long cacheWrite) {

    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input, output + other.output, cacheRead + other.cacheRead, cacheWrite + other.cacheWrite);
    }
}
