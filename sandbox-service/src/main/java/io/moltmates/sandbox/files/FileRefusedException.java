package io.moltmates.sandbox.files;

/// A rule or the file system forbids a file operation; the message is a sentence for the model.
final class FileRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    FileRefusedException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
