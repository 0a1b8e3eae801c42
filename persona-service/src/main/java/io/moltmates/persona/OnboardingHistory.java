package io.moltmates.persona;

import io.moltmates.persona.JournalEntry.Kind;
import io.moltmates.schema.CommandResult.Item;
import java.util.ArrayList;
import java.util.List;

/// What was said while a person chose, as a chat shows it.
///
/// Messages that went on to the assistant are left out: they are in its own history. Those that still wait are here.
final class OnboardingHistory {

    private OnboardingHistory() {}

    static List<Item> of(OnboardingState state) {
        var items = new ArrayList<Item>();
        for (var entry : state.entries().values()) {
            boolean answeredHere = entry.kind() == Kind.ANSWER || entry.kind() == Kind.COMMAND;
            if (answeredHere || state.waiting().contains(entry.message())) {
                items.add(Item.of(entry.message()));
            }
            entry.notices().forEach(notice -> items.add(Item.of(notice)));
        }
        return items;
    }
}
