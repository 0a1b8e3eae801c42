package io.moltmates.agent;

import io.moltmates.agent.model.Cancellation;
import io.moltmates.agent.model.ModelAnswer.Usage;
import io.moltmates.agent.model.ModelException;
import io.moltmates.agent.model.ModelFault;
import io.moltmates.agent.model.ModelReference;
import io.moltmates.agent.model.Transcriber;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Hears what it was told in every recording; remembers what it was given.
final class ScriptedTranscriber implements Transcriber {

    static final ModelReference REFERENCE = new ModelReference("test", "ears");

    final List<Recording> recordings = new CopyOnWriteArrayList<>();
    volatile String hears = "";
    volatile @Nullable ModelFault fault;
    volatile long largest = 1000;

    @Override
    public Transcript transcribe(Recording recording, Cancellation cancellation) {
        recordings.add(recording);
        var wrong = fault;
        if (wrong != null) {
            throw new ModelException(wrong, "as told");
        }
        return new Transcript(hears, new Usage(40, 10, 0, 0), 30, REFERENCE);
    }

    @Override
    public long largest() {
        return largest;
    }
}
