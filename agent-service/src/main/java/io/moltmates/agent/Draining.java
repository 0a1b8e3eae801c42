package io.moltmates.agent;

import io.moltmates.schema.CommandRequest.MoveAddress;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.RecordSink;
import java.time.Duration;

/// Says that all is answered that an address said before it moves to another person; nobody is told.
final class Draining {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int LOOKS = 500;

    private Draining() {}

    static boolean is(TurnTask task) {
        return task.record() instanceof TurnControl control && control.control() == Control.DRAIN;
    }

    /// Blocks until nothing is done beside the turns either, but not for ever. Saying it again does nothing, so it does
    /// not matter whether somebody else has the lane by now.
    static void done(TurnTask task, Lane lane, RecordSink sink) {
        for (int i = 0; i < LOOKS && !lane.isAsideIdle(); i++) {
            Waiting.pause(LOOK);
        }
        if (task.record() instanceof TurnControl control) {
            var moved = new MoveAddress(control.id(), control.user(), new UserId(control.argument()));
            Waiting.written(sink.write(Topics.COMMANDS, moved, task.trace()));
        }
    }
}
