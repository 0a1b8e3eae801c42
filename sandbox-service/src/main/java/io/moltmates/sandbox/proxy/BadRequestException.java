package io.moltmates.sandbox.proxy;

import java.io.IOException;

/// What came is not HTTP as this proxy takes it; the connection ends with this answer, since nobody can
/// say where the next request would begin.
final class BadRequestException extends IOException {

    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}
