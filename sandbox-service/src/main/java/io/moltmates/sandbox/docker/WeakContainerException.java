package io.moltmates.sandbox.docker;

/// The engine made a container with less protection than it was told to; trying again does not help.
final class WeakContainerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WeakContainerException(String fault) {
        super("The container was not made as it has to be: " + fault);
    }
}
