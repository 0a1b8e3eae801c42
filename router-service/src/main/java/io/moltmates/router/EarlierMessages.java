package io.moltmates.router;

import io.moltmates.schema.Address;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.Overheard;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What was said in groups and not answered, until an answer there needs to know of it.
///
/// Only in memory, and bounded: beyond 500 conversations the one that was silent for the longest time is forgotten, and
/// so is everything when the router ends or gives the partition up. Such words are a help for the next answer and no
/// accepted messages; in the log, or on disk, all that a group's people say to one another would stay. Not thread-safe.
final class EarlierMessages {

    private static final int MOST_CONVERSATIONS = 500;
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_NAME = 60;

    private final Map<Address, Deque<Kept>> conversations = new LinkedHashMap<>(16, 0.75f, true);

    private record Kept(String id, Overheard said) {}

    /// @param most how many of the conversation's last ones are kept
    void keep(InboundMessage message, int most) {
        var kept = conversations.computeIfAbsent(message.address(), _ -> new ArrayDeque<>());
        if (kept.stream().noneMatch(other -> other.id().equals(message.id()))) {
            kept.add(new Kept(
                    message.id(),
                    new Overheard(cut(message.senderName(), LONGEST_NAME), cut(message.text(), LONGEST_TEXT))));
        }
        while (kept.size() > most) {
            kept.remove();
        }
        if (conversations.size() > MOST_CONVERSATIONS) {
            conversations.remove(conversations.keySet().iterator().next());
        }
    }

    /// What was said since the last answer in this conversation, the oldest first; it is kept no longer.
    List<Overheard> take(Address conversation) {
        var kept = conversations.remove(conversation);
        return kept == null ? List.of() : kept.stream().map(Kept::said).toList();
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }
}
