package io.moltmates.sandbox.files;

/// The person's directory is not there any more, or is another one than the request was made for.
final class PersonGoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PersonGoneException() {
        super("The person's directory is gone", null, false, false);
    }
}
