package io.moltmates.sandbox.docker;

import io.moltmates.schema.UserId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// All sessions that have a container in this process, or are about to have one.
///
/// Thread-safe.
final class SessionContainers {

    private static final Logger LOG = Logger.getLogger(SessionContainers.class);

    private final Map<Key, SessionContainer> sessions = new ConcurrentHashMap<>();
    private final Executor background;

    /// @param name of the container, if no other one has it
    record Key(UserId user, String name) {}

    /// @param background removes containers
    SessionContainers(Executor background) {
        this.background = background;
    }

    /// Counted as used before anybody can find it idle; the caller leaves it again.
    SessionContainer enter(Key key, Supplier<SessionContainer> absent) {
        return Objects.requireNonNull(sessions.compute(key, (_, present) -> {
            var session = present == null ? absent.get() : present;
            session.enter();
            return session;
        }));
    }

    /// How many sessions have a container, or are about to.
    int size() {
        return sessions.size();
    }

    /// Removes the containers in the background; what runs in them ends.
    void removeIf(BiPredicate<Key, SessionContainer> condition) {
        for (var key : List.copyOf(sessions.keySet())) {
            sessions.computeIfPresent(key, (_, session) -> {
                if (!condition.test(key, session)) {
                    return session;
                }
                background.execute(() -> quietly(SessionContainer::remove, session));
                return null;
            });
        }
    }

    /// Leaves those of these people to another life of the service, and waits for it.
    void releaseIf(Predicate<UserId> people) {
        for (var key : List.copyOf(sessions.keySet())) {
            if (people.test(key.user())) {
                var session = sessions.remove(key);
                if (session != null) {
                    quietly(SessionContainer::release, session);
                }
            }
        }
    }

    /// Removes all, and waits for it.
    void removeAll() {
        giveAll(SessionContainer::remove);
    }

    /// Leaves all to the next life of the service.
    void releaseAll() {
        giveAll(SessionContainer::release);
    }

    private void giveAll(Consumer<SessionContainer> end) {
        var all = List.copyOf(sessions.values());
        sessions.clear();
        all.parallelStream().forEach(session -> quietly(end, session));
    }

    private static void quietly(Consumer<SessionContainer> end, SessionContainer session) {
        try {
            end.accept(session);
        } catch (RuntimeException e) {
            LOG.warnf("container not given up: error=%s", e);
        }
    }
}
