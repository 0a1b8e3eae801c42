package io.moltmates.sandbox.supervisor;

import java.io.IOException;

/// The supervisor can't be used, and nothing of the command was begun: the same command may be run in
/// another container. [RunLostException] is the one case where that is not so.
public class SupervisorException extends IOException {

    private static final long serialVersionUID = 1;

    public SupervisorException(String message) {
        super(message);
    }

    public SupervisorException(String message, Throwable cause) {
        super(message, cause);
    }
}
