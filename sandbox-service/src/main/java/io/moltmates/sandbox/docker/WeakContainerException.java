package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.Availability;

/// The engine made a container with less protection than it was told to; trying again does not help.
final class WeakContainerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String fault;

    /// @param fault what is wrong, as a short sentence without its end
    WeakContainerException(String fault) {
        super("The container was not made as it has to be: " + fault);
        this.fault = fault;
    }

    Availability.Off why() {
        return new Availability.Off(
                "the engine does not protect containers as it has to (" + fault + ")",
                "Use a Docker engine, version 20.10 or newer, on a kernel with seccomp and limits for memory and swap,"
                        + " and look at docs/security.md.");
    }
}
