package io.moltmates.schema.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/// The settings that one service needs, kept true while the file is edited.
///
/// Looks at the file every second. A bad edit changes nothing but what is right in it: a bad section goes on as it was,
/// and so does everything when the file can't be read or is gone. What is wrong is logged once. Safe for many threads.
public final class LiveConfig<T> implements AutoCloseable {

    private final ConfigWatch watch;
    private final Function<MoltmateConfig, T> view;
    private final CopyOnWriteArrayList<Listener<T>> listeners = new CopyOnWriteArrayList<>();
    private final Consumer<MoltmateConfig> follow;
    private volatile T current;

    /// One registration, so that the same consumer may be told twice.
    private record Listener<T>(Object identity, Consumer<T> consumer) {}

    private LiveConfig(ConfigWatch watch, Function<MoltmateConfig, T> view) {
        this.watch = watch;
        this.view = view;
        this.current = view.apply(watch.loaded().config());
        this.follow = this::take;
    }

    /// Reads the file now, and follows it until `close`.
    public static <T> LiveConfig<T> open(Path file, Map<String, String> environment, Function<MoltmateConfig, T> view) {
        return open(file, environment, view, Duration.ofSeconds(1));
    }

    static <T> LiveConfig<T> open(
            Path file, Map<String, String> environment, Function<MoltmateConfig, T> view, Duration interval) {
        var live = new LiveConfig<>(ConfigWatch.open(file, environment, interval), view);
        live.watch.follow(live.follow);
        return live;
    }

    public T current() {
        return current;
    }

    /// Calls the consumer after each change of this view, one change after the other, on a thread of its own; run the
    /// result to end that.
    public Runnable onChange(Consumer<T> consumer) {
        var listener = new Listener<>(new Object(), consumer);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// What is wrong in the file as it is now, also what does not concern this view.
    public List<Finding> findings() {
        return watch.loaded().findings();
    }

    /// Looks at the file now, instead of within a second.
    public void refresh() {
        watch.look();
    }

    @Override
    public void close() {
        watch.leave(follow);
        listeners.clear();
    }

    private void take(MoltmateConfig config) {
        var next = view.apply(config);
        if (next.equals(current)) {
            return;
        }
        current = next;
        for (var listener : listeners) {
            ConfigWatch.guard(() -> listener.consumer().accept(next));
        }
    }
}
