package io.moltmates.ingress.telegram;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Remembers which message at Telegram each of the last messages was, and which one is the last of its chat: to answer
/// to it, or to mark it. Thread-safe.
final class KnownMessages {

    private static final int MOST = 10_000;

    private final Map<String, Place> places = bounded();
    private final Map<Long, String> lastOfChats = bounded();

    /// @param number of the message within its chat
    record Place(long chat, @Nullable Long thread, long number, boolean group) {}

    synchronized void add(String messageId, Place place) {
        places.put(messageId, place);
        lastOfChats.put(place.chat(), messageId);
    }

    synchronized @Nullable Place find(@Nullable String messageId) {
        return messageId == null ? null : places.get(messageId);
    }

    /// Whether something else was written there since.
    synchronized boolean isOvertaken(String messageId, long chat) {
        String last = lastOfChats.get(chat);
        return last != null && !last.equals(messageId);
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }
}
