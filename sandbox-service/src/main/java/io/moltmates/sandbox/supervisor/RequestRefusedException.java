package io.moltmates.sandbox.supervisor;

/// The supervisor did not take a request, and began nothing.
final class RequestRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int code;

    RequestRefusedException(int code, String message) {
        super("error " + code + ": " + message);
        this.code = code;
    }

    boolean isBusy() {
        return code == Reply.Fault.BUSY;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
