package io.moltmates.persona;

import io.moltmates.persona.JournalEntry.Kind;
import io.moltmates.persona.JournalEntry.Stage;
import io.moltmates.schema.InboundMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a person's onboarding is, as their journal tells it.
///
/// @param waiting messages that wait for an assistant, the oldest first
/// @param entries by message id, the oldest first
/// @param done ids of messages that led to all that they lead to
/// @param through the last one of those
/// @param listShown when the list was shown last; null if never
record OnboardingState(
        Stage stage,
        List<InboundMessage> waiting,
        Map<String, JournalEntry> entries,
        Set<String> done,
        @Nullable String through,
        @Nullable Instant listShown) {

    OnboardingState {
        waiting = List.copyOf(waiting);
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        done = Set.copyOf(done);
    }

    static OnboardingState of(List<JournalLine> lines) {
        var stage = Stage.NEW;
        var waiting = new ArrayList<InboundMessage>();
        var entries = new LinkedHashMap<String, JournalEntry>();
        var done = new LinkedHashSet<String>();
        String through = null;
        Instant listShown = null;
        for (var line : lines) {
            var entry = line.entry();
            if (entry != null) {
                entries.put(entry.id(), entry);
                stage = entry.stage();
                if (entry.kind() == Kind.WAITING) {
                    waiting.add(entry.message());
                }
                waiting.removeAll(entry.forward());
                if (!entry.notices().isEmpty()) {
                    listShown = entry.at();
                }
            }
            if (line.done() != null) {
                done.add(line.done());
                through = line.done();
            }
        }
        return new OnboardingState(stage, waiting, entries, done, through, listShown);
    }

    /// What was begun, and not done when the service ended; the oldest first.
    List<JournalEntry> unfinished() {
        return entries.values().stream()
                .filter(entry -> !done.contains(entry.id()))
                .toList();
    }
}
