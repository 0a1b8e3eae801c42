package io.moltmates.schema.config;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Reads one configuration file again when its content has changed, since file events are silent on shared volumes.
///
/// All views of a file in one program share its watch, so that what is wrong is logged once. The watch ends with its
/// last view.
final class ConfigWatch {

    private static final Logger LOG = System.getLogger(ConfigWatch.class.getName());
    private static final Map<Source, ConfigWatch> OPEN = new ConcurrentHashMap<>();

    private final Source source;
    private final ReentrantLock looking = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Consumer<MoltmateConfig>> followers = new CopyOnWriteArrayList<>();
    private final ConfigFile file;
    private volatile LoadedConfig loaded;
    private Set<Finding> told = Set.of();
    private int views;

    /// What makes two views share a watch.
    private record Source(Path file, Map<String, String> environment, Duration interval) {}

    private ConfigWatch(Source source) {
        this.source = source;
        this.file = new ConfigFile(source.file(), source.environment());
        this.loaded = file.read();
    }

    /// The file has been read when this returns; each call wants a `leave`.
    static ConfigWatch open(Path file, Map<String, String> environment, Duration interval) {
        var source = new Source(file.toAbsolutePath().normalize(), Map.copyOf(environment), interval);
        return OPEN.compute(source, (_, found) -> {
            var watch = found == null ? started(source) : found;
            watch.views++;
            return watch;
        });
    }

    private static ConfigWatch started(Source source) {
        var watch = new ConfigWatch(source);
        watch.tell();
        Thread.ofVirtual().name("config-watch").start(watch::run);
        return watch;
    }

    LoadedConfig loaded() {
        return loaded;
    }

    /// The follower hears of each change, and at once of the settings as they are.
    void follow(Consumer<MoltmateConfig> follower) {
        looking.lock();
        try {
            followers.add(follower);
            follower.accept(loaded.config());
        } finally {
            looking.unlock();
        }
    }

    void leave(Consumer<MoltmateConfig> follower) {
        if (!followers.remove(follower)) {
            return;
        }
        OPEN.computeIfPresent(source, (_, watch) -> {
            watch.views--;
            if (watch.views > 0) {
                return watch;
            }
            watch.closed.countDown();
            return null;
        });
    }

    /// Reads the file, and tells the followers if it has changed.
    void look() {
        looking.lock();
        try {
            var before = loaded;
            var next = file.read();
            if (next.equals(before)) {
                return;
            }
            loaded = next;
            tell();
            if (!next.config().equals(before.config())) {
                followers.forEach(follower -> guard(() -> follower.accept(next.config())));
            }
        } finally {
            looking.unlock();
        }
    }

    /// Runs what may fail without ending the watch.
    static void guard(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "configuration change not taken over: error=" + failure.getMessage(), failure);
        }
    }

    private void run() {
        try {
            while (!closed.await(source.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                guard(this::look);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        var findings = loaded.findings();
        for (var finding : findings) {
            if (!told.contains(finding)) {
                LOG.log(finding.isWarning() ? Level.WARNING : Level.ERROR, finding::describe);
            }
        }
        told = new HashSet<>(findings);
    }
}
