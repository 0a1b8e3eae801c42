package io.moltmates.ingress.telegram;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Says when the next message may go to a chat, so that Telegram's limits are kept: so many a second to all, one a
/// second to a chat after a burst of three, and twenty a minute to a group
/// (<https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this>). Who waits for one chat holds up
/// no other.
///
/// A chat that is told to wait waits; when two are told so at the same time, it is meant for all. Thread-safe, bounded.
final class ChatPace {

    private static final int MOST_CHATS = 10_000;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier clock;
    private final Bucket all;
    private final LinkedHashMap<Long, Chat> chats = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Chat> eldest) {
            return size() > MOST_CHATS;
        }
    };
    private long pausedUntil;
    private long lastFlood;
    private long lastFloodChat;

    /// @param perSecond messages to all chats together
    ChatPace(int perSecond) {
        this(perSecond, System::nanoTime);
    }

    ChatPace(int perSecond, LongSupplier clock) {
        this.clock = clock;
        long now = clock.getAsLong();
        all = new Bucket(perSecond, SECOND / perSecond, now);
        pausedUntil = now;
        lastFlood = now;
    }

    /// Counts one message to this chat.
    ///
    /// @param group whether the chat is one: there the minute counts too
    /// @return how long to wait before it is sent; zero for at once
    synchronized Duration next(long chat, boolean group) {
        long now = clock.getAsLong();
        var known = chats.computeIfAbsent(chat, _ -> new Chat(group, now));
        long at = Math.max(Math.max(pausedUntil, known.pausedUntil), all.take(now));
        at = Math.max(at, known.second.take(now));
        if (group) {
            at = Math.max(at, known.minute.take(now));
        }
        return Duration.ofNanos(Math.max(0, at - now));
    }

    /// Telegram said that this chat is written to too often.
    synchronized void flood(long chat, Duration wait) {
        long now = clock.getAsLong();
        long until = now + wait.toNanos();
        var known = chats.computeIfAbsent(chat, _ -> new Chat(false, now));
        known.pausedUntil = Math.max(known.pausedUntil, until);
        if (lastFlood > now && lastFloodChat != chat) {
            pausedUntil = Math.max(pausedUntil, Math.min(until, lastFlood));
        }
        lastFlood = until;
        lastFloodChat = chat;
    }

    private static final class Chat {

        private final Bucket second;
        private final Bucket minute;
        private long pausedUntil;

        Chat(boolean group, long now) {
            second = new Bucket(group ? 1 : 3, SECOND, now);
            minute = new Bucket(20, 3 * SECOND, now);
            pausedUntil = now;
        }
    }

    /// Gives so many at once, then one each interval.
    private static final class Bucket {

        private final long size;
        private final long interval;
        private long free;

        Bucket(int size, long interval, long now) {
            this.size = size;
            this.interval = interval;
            free = now - size * interval;
        }

        /// When the one may go that is taken now.
        long take(long now) {
            free = Math.max(free, now - size * interval) + interval;
            return free;
        }
    }
}
