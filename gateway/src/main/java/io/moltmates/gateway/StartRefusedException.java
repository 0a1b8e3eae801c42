package io.moltmates.gateway;

/// The gateway must not start like this; the message is the sentence for whoever started it, and says what to do.
final class StartRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartRefusedException(String sentence) {
        super(sentence);
    }

    StartRefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
