package io.moltmates.sandbox.docker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The container of one session: made by the first call that needs it, while others wait for that one.
final class SessionContainer {

    private final ContainerMaker maker;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger users = new AtomicInteger();
    private volatile long lastUsed = System.nanoTime();
    private @Nullable LiveContainer current;

    SessionContainer(ContainerMaker maker) {
        this.maker = maker;
    }

    /// The container, if it passes; else it is removed and replaced by the source's.
    LiveContainer ensure(Predicate<LiveContainer> fits, Supplier<LiveContainer> source) {
        lock.lock();
        try {
            var present = current;
            if (present != null && fits.test(present)) {
                return present;
            }
            remove();
            var container = source.get();
            current = container;
            return container;
        } finally {
            lock.unlock();
        }
    }

    /// The container; or the one that the source finds, without making one.
    Optional<LiveContainer> find(Supplier<Optional<LiveContainer>> source) {
        lock.lock();
        try {
            if (current == null) {
                current = source.get().orElse(null);
            }
            return Optional.ofNullable(current);
        } finally {
            lock.unlock();
        }
    }

    /// Ends all that runs in it; the next call makes a new one.
    ///
    /// @param container the one that is meant; another one that was made meanwhile stays
    void discard(LiveContainer container) {
        maker.remove(container);
        lock.lock();
        try {
            if (container.equals(current)) {
                current = null;
            }
        } finally {
            lock.unlock();
        }
    }

    void remove() {
        give(maker::remove);
    }

    /// Leaves it for the next life of the service, unless something runs in it: nobody would end that.
    void release() {
        give(isIdle() ? maker::release : maker::remove);
    }

    private void give(Consumer<LiveContainer> end) {
        lock.lock();
        try {
            var present = current;
            if (present != null) {
                current = null;
                end.accept(present);
            }
        } finally {
            lock.unlock();
        }
    }

    void enter() {
        users.incrementAndGet();
    }

    void leave() {
        lastUsed = System.nanoTime();
        users.decrementAndGet();
    }

    boolean isIdleFor(Duration time) {
        return isIdle() && System.nanoTime() - lastUsed > time.toNanos();
    }

    /// Whether nobody uses it, and its container is none that would be made or kept now.
    ///
    /// @param outdated says so of a container
    boolean isIdleAnd(Predicate<LiveContainer> outdated) {
        if (!isIdle() || !lock.tryLock()) {
            return false;
        }
        try {
            var present = current;
            return present == null || outdated.test(present);
        } finally {
            lock.unlock();
        }
    }

    boolean isIdle() {
        return users.get() == 0;
    }
}
