package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.Availability;

/// No command can run now.
final class CommandsOffException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Availability.Off why;

    CommandsOffException(Availability.Off why) {
        super(why.reason(), null, false, false);
        this.why = why;
    }

    Availability.Off why() {
        return why;
    }
}
