package io.moltmates.ingress.telegram;

import io.moltmates.ingress.Once;
import io.moltmates.ingress.telegram.BotObjects.Message;
import io.moltmates.ingress.telegram.BotObjects.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Holds updates until what belongs together is together: the parts of an album, and of a long text that Telegram cut.
///
/// What is held is not confirmed to Telegram, so a crash loses nothing of it: [#offset] never goes past an update that
/// was not [taken][#taken]. A lower number than those before is a new update too: after a week without any, Telegram
/// goes on with another number. Thread-safe.
final class UpdateBuffer {

    /// How long after its last part an album or a long text is whole.
    static final Duration QUIET = Duration.ofMillis(800);

    /// A text of about this length was cut by the app; the apps' limit is 4,096.
    static final int CUT_LENGTH = 4_000;

    private static final int MOST_PARTS = 10;
    private static final int MOST_HELD = 90; // of the hundred that one call returns
    private static final int MOST_REMEMBERED = 1_000;

    private final TreeMap<Long, Held> updates = new TreeMap<>();
    private final Once done = new Once(MOST_REMEMBERED);
    private long next = Long.MIN_VALUE;

    private static final class Held {
        private final Update update;
        private final long since;
        private boolean taken;
        private boolean claimed;

        Held(Update update, long since) {
            this.update = update;
            this.since = since;
        }
    }

    /// @param now in nanoseconds
    synchronized void add(List<Update> arrived, long now) {
        for (var update : arrived) {
            if (!done.knows(String.valueOf(update.updateId()))) {
                updates.putIfAbsent(update.updateId(), new Held(update, now));
            }
        }
    }

    /// What to ask Telegram for next; null before there was any update.
    @Nullable
    synchronized Long offset() {
        return next == Long.MIN_VALUE ? updates.isEmpty() ? null : updates.firstKey() : Long.valueOf(next);
    }

    /// Whether something waits for its other parts.
    synchronized boolean holds() {
        return updates.values().stream().anyMatch(held -> !held.taken);
    }

    /// What is whole, by chat, in order; each has one update or the parts of one message.
    synchronized List<List<List<Update>>> whole(long now) {
        var chats = new HashMap<Long, List<List<Held>>>();
        for (var held : updates.values()) {
            if (!held.taken) {
                var groups = chats.computeIfAbsent(chat(held.update), _ -> new ArrayList<>());
                if (!groups.isEmpty() && belongs(groups.getLast(), held.update)) {
                    groups.getLast().add(held);
                } else {
                    groups.add(new ArrayList<>(List.of(held)));
                }
            }
        }
        boolean crowded = updates.size() > MOST_HELD;
        var whole = new ArrayList<List<List<Update>>>();
        for (var groups : chats.values()) {
            var last = groups.getLast();
            boolean waits = !crowded && mayGrow(last) && now - last.getLast().since < QUIET.toNanos();
            var ready = waits ? groups.subList(0, groups.size() - 1) : groups;
            if (!ready.isEmpty()) {
                whole.add(ready.stream()
                        .map(parts -> parts.stream().map(held -> held.update).toList())
                        .toList());
            }
        }
        return whole;
    }

    /// The log has these.
    synchronized void taken(List<Update> parts) {
        for (var part : parts) {
            var held = updates.get(part.updateId());
            if (held != null) {
                held.taken = true;
            }
        }
    }

    /// Confirms what needs no more to be held: the next [#offset] says so to Telegram.
    synchronized void advance() {
        while (!updates.isEmpty() && updates.firstEntry().getValue().taken) {
            long taken = updates.pollFirstEntry().getKey();
            var _ = done.isFirst(String.valueOf(taken));
            next = taken + 1;
        }
    }

    /// The parts of the message that this update belongs to, once they are whole, everything before them in the chat is
    /// done, and nobody else has them.
    synchronized Optional<List<Update>> claim(Update update, long now) {
        for (var chat : whole(now)) {
            var first = chat.getFirst();
            if (first.contains(update)) {
                var held =
                        first.stream().map(part -> updates.get(part.updateId())).toList();
                if (held.stream().anyMatch(part -> part == null || part.claimed)) {
                    return Optional.empty();
                }
                held.forEach(part -> part.claimed = true);
                return Optional.of(first);
            }
        }
        return Optional.empty();
    }

    /// Nothing more is known of these.
    synchronized void forget(List<Update> parts) {
        parts.forEach(part -> updates.remove(part.updateId()));
    }

    synchronized boolean holds(Update update) {
        return updates.containsKey(update.updateId());
    }

    private static boolean belongs(List<Held> before, Update update) {
        var first = before.getFirst().update.message();
        var last = before.getLast().update.message();
        var message = update.message();
        if (first == null || last == null || message == null || before.size() >= MOST_PARTS) {
            return false;
        }
        if (first.mediaGroupId() != null || message.mediaGroupId() != null) {
            return first.mediaGroupId() != null && first.mediaGroupId().equals(message.mediaGroupId());
        }
        return isCut(last)
                && message.text() != null
                && message.messageId() == last.messageId() + 1
                && message.date() - last.date() <= 2
                && message.replyToMessage() == null
                && message.from() != null
                && last.from() != null
                && message.from().id() == last.from().id();
    }

    private static boolean mayGrow(List<Held> parts) {
        var last = parts.getLast().update.message();
        return last != null && parts.size() < MOST_PARTS && (last.mediaGroupId() != null || isCut(last));
    }

    private static boolean isCut(Message message) {
        return message.text() != null && message.text().length() >= CUT_LENGTH && message.forwardOrigin() == null;
    }

    private static long chat(Update update) {
        var message = update.message() != null ? update.message() : update.editedMessage();
        if (message == null && update.callbackQuery() != null) {
            message = update.callbackQuery().message();
        }
        return message == null ? 0 : message.chat().id();
    }
}
