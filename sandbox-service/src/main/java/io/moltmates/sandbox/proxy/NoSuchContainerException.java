package io.moltmates.sandbox.proxy;

import java.io.IOException;

/// There is no such container, which is an ordinary answer.
final class NoSuchContainerException extends IOException {

    private static final long serialVersionUID = 1L;

    NoSuchContainerException(String container) {
        super("No such container: " + container);
    }
}
