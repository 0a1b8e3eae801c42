package io.moltmates.agent;

/// Something outside does not work right now; trying again later helps.
final class TransientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransientException(String message, Throwable cause) {
        super(message, cause);
    }
}
