package io.moltmates.agent;

import io.moltmates.schema.Ids;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import java.io.IOException;
import java.time.Instant;

/// Begins sessions; the container of the one before may go.
final class Sessions {

    private final SandboxClient sandbox;

    Sessions(SandboxClient sandbox) {
        this.sandbox = sandbox;
    }

    /// The first session of a person who has none yet.
    static void open(PersonJournal journal, TurnTask task) throws IOException {
        if (journal.session().isEmpty()) {
            var receivedAt = switch (task.record()) {
                case TurnRequest(var message) -> message.receivedAt();
                case TurnControl control -> control.receivedAt();
            };
            journal.startSession(
                    Ids.session(receivedAt.toEpochMilli(), task.record().id()));
        }
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
