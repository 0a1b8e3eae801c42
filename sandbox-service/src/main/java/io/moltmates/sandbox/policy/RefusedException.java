package io.moltmates.sandbox.policy;

/// A rule of the policy is broken; the message is a sentence for the model that says which, and what is
/// allowed.
///
/// Never leaves this package. Has no stack trace: a hostile caller makes many.
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
