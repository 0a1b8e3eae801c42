package io.moltmates.sandbox.docker;

import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Prepared containers for the next session of those people who were active last.
///
/// An engine can't mount a directory in a container that is there already, so a prepared one is for one
/// person: who had a session's first command may soon begin another session. So a person's very first
/// command, and the first one after a pause, still waits for a container. Each person has one at most,
/// and one is made at a time, behind those that somebody waits for.
///
/// Thread-safe.
final class ContainerPool implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ContainerPool.class);

    private final ContainerNames names;
    private final Supplier<Integer> size;
    private final Executor background;
    private final ExecutorService worker;

    /// By the order in which people were active; the first one goes first.
    private final Map<UserId, Place> places = new LinkedHashMap<>();

    private boolean closed;

    /// A person's place, which is empty until a container was made.
    private static final class Place {

        private final long since = System.nanoTime();
        private @Nullable LiveContainer container;
        private @Nullable ContainerMaker maker;
    }

    /// @param size how many people have one at most; 0 makes none
    /// @param background removes containers
    ContainerPool(ContainerNames names, Supplier<Integer> size, Executor background) {
        this.names = names;
        this.size = size;
        this.background = background;
        worker = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("sandbox-pool").factory());
    }

    /// The person's prepared container, which is the caller's now.
    ///
    /// @return empty if there is none that would be made so now
    Optional<LiveContainer> take(UserId user, String posture, String directory) {
        Place place;
        synchronized (this) {
            place = places.get(user);
            if (place == null || place.container == null) {
                return Optional.empty();
            }
            places.remove(user);
        }
        var container = place.container;
        if (container.fits(posture, directory)) {
            return Optional.of(container);
        }
        discard(place);
        return Optional.empty();
    }

    /// Prepares a container for the person's next session, soon.
    void prepare(UserId user, ContainerMaker maker, SandboxImage.State.Ready ready, Path workspace) {
        var surplus = new ArrayList<Place>();
        synchronized (this) {
            if (closed || size.get() == 0 || places.containsKey(user)) {
                return;
            }
            places.put(user, new Place());
            Iterator<Place> oldest = places.values().iterator();
            while (places.size() - surplus.size() > size.get()) {
                surplus.add(oldest.next());
            }
            places.values().removeAll(surplus);
        }
        surplus.forEach(this::discard);
        try {
            worker.execute(() -> fill(user, maker, ready, workspace));
        } catch (RejectedExecutionException _) {
            // the service ends
        }
    }

    private void fill(UserId user, ContainerMaker maker, SandboxImage.State.Ready ready, Path workspace) {
        var directory = WorkspaceIdentity.of(workspace);
        if (directory.isEmpty() || !isWanted(user)) {
            return;
        }
        var labels = names.labels(user, ContainerNames.SPARE, ready, directory.get());
        var order = new ContainerMaker.Order(ContainerNames.spare(), labels, workspace, directory.get(), ready);
        LiveContainer made;
        try {
            made = maker.make(order);
        } catch (RuntimeException e) {
            LOG.warnf("container not prepared: userId=%s error=%s", user, e);
            remove(user);
            return;
        }
        synchronized (this) {
            var place = places.get(user);
            if (place != null && place.container == null && !closed) {
                place.container = made;
                place.maker = maker;
                return;
            }
        }
        maker.remove(made);
    }

    private synchronized boolean isWanted(UserId user) {
        var place = places.get(user);
        return place != null && place.container == null && !closed;
    }

    /// How many containers wait to be used.
    synchronized int prepared() {
        return (int) places.values().stream()
                .filter(place -> place.container != null)
                .count();
    }

    /// Removes the person's.
    void remove(UserId user) {
        Place place;
        synchronized (this) {
            place = places.remove(user);
        }
        if (place != null) {
            discard(place);
        }
    }

    /// Removes those of these people.
    void removeIf(Predicate<UserId> people) {
        List<UserId> those;
        synchronized (this) {
            those = places.keySet().stream().filter(people).toList();
        }
        those.forEach(this::remove);
    }

    /// Removes those that waited for too long, or that would be made otherwise now.
    ///
    /// @param posture how one would be made now; null if none would be
    void tend(Duration idle, @Nullable String posture) {
        List<UserId> old;
        synchronized (this) {
            old = places.entrySet().stream()
                    .filter(entry -> isOld(entry.getValue(), idle, posture))
                    .map(Map.Entry::getKey)
                    .toList();
        }
        old.forEach(this::remove);
    }

    private static boolean isOld(Place place, Duration idle, @Nullable String posture) {
        var container = place.container;
        return System.nanoTime() - place.since > idle.toNanos()
                || container != null
                        && (!container.posture().equals(posture)
                                || !container.supervisor().isOpen());
    }

    private void discard(Place place) {
        var container = place.container;
        var maker = place.maker;
        if (container != null && maker != null) {
            background.execute(() -> maker.remove(container));
        }
    }

    /// Removes all, in the background; waits for one that is being made.
    @Override
    public void close() {
        List<Place> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(places.values());
            places.clear();
        }
        all.forEach(this::discard);
        worker.close();
    }
}
