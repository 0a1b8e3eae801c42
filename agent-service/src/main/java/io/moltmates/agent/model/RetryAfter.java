package io.moltmates.agent.model;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Reads when a provider wants to be asked again: seconds, an HTTP date, or OpenAI's milliseconds.
final class RetryAfter {

    private RetryAfter() {}

    static @Nullable Duration of(HttpHeaders headers, Instant now) {
        var millis = headers.firstValue("retry-after-ms").map(value -> number(value, 1));
        return millis.orElseGet(() -> headers.firstValue("retry-after")
                .map(value -> Character.isDigit(
                                value.strip().isEmpty() ? 'x' : value.strip().charAt(0))
                        ? number(value, 1000)
                        : date(value, now))
                .orElse(null));
    }

    private static @Nullable Duration number(String value, double millisEach) {
        try {
            double millis = Double.parseDouble(value.strip()) * millisEach;
            return millis >= 0 ? Duration.ofMillis((long) millis) : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static @Nullable Duration date(String value, Instant now) {
        try {
            var at = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
