package io.moltmates.schema.config;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A key, token or password, which no output ever shows.
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A secret must not be empty.");
        }
        return new Secret(value);
    }

    /// The secret itself; only for the call that needs it.
    public String reveal() {
        return value;
    }

    /// Compares in a time that does not depend on where the two differ.
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    @JsonValue
    public String toString() {
        return "***";
    }
}
