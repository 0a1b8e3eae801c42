package io.moltmates.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The steps of one turn that are done: what need not be done again.
final class TurnLog {

    private final Map<Integer, JournalLine.Answer> answers = new HashMap<>();
    private final Map<String, JournalLine.Result> results = new HashMap<>();
    private final List<JournalLine.Summary> summaries = new ArrayList<>();
    private final Map<Integer, JournalLine.Heard> heard = new HashMap<>();
    private JournalLine.@Nullable Files files;
    private int attempts = 1;

    void add(JournalLine line) {
        switch (line) {
            case JournalLine.Attempt attempt -> attempts = Math.max(attempts, attempt.attempt());
            case JournalLine.Files imported -> files = imported;
            case JournalLine.Heard recording -> heard.put(recording.file(), recording);
            case JournalLine.Answer answer -> answers.put(answer.call(), answer);
            case JournalLine.Result result -> results.put(result.step(), result);
            case JournalLine.Summary summary -> summaries.add(summary);
            case JournalLine.Segment _, JournalLine.Request _, JournalLine.Joined _, JournalLine.Outcome _ -> {}
        }
    }

    /// How often the work was begun.
    int attempts() {
        return attempts;
    }

    JournalLine.@Nullable Files files() {
        return files;
    }

    /// What is known of the recording that is this attachment, from 0.
    JournalLine.@Nullable Heard heard(int file) {
        return heard.get(file);
    }

    /// Those that were written for this turn.
    List<JournalLine.Summary> summaries() {
        return summaries;
    }

    JournalLine.@Nullable Answer answer(int call) {
        return answers.get(call);
    }

    JournalLine.@Nullable Result result(String step) {
        return results.get(step);
    }
}
