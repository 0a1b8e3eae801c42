package io.moltmates.schema;

import org.jspecify.annotations.Nullable;

/// A record that can't be read; trying again does not help, so it goes to the dead letters.
public final class MalformedRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
