package io.moltmates.agent;

import io.moltmates.schema.Ids;
import io.moltmates.schema.SandboxRequest;
import java.io.IOException;
import java.time.Instant;

/// Begins sessions; the container of the one before may go.
final class Sessions {

    private final SandboxClient sandbox;

    Sessions(SandboxClient sandbox) {
        this.sandbox = sandbox;
    }

    /// Does nothing if this was begun for the same cause before.
    ///
    /// @param cause the id of the message or command that it is begun for
    void begin(PersonJournal journal, Person person, Instant at, String cause) throws IOException {
        String before = journal.session().orElse("");
        long millis = at.toEpochMilli();
        String id = Ids.session(millis, cause);
        for (long step = 1; id.compareTo(before) < 0; step *= 2) { // clocks differ: the new one has to sort last
            millis += step;
            id = Ids.session(millis, cause);
        }
        if (id.equals(before)) {
            return;
        }
        journal.startSession(id);
        if (!before.isEmpty()) {
            sandbox.tell(
                    new SandboxRequest.CloseSession(cause + ".close", person.user(), person.incarnation(), before),
                    null);
        }
    }
}
