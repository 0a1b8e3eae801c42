package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.config.QueueConfig;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What waits behind a person's running turn, in its order, and what of it was joined to that turn; how much room there
/// is and who makes it is the configuration's. Not thread-safe: its [Lane] guards it.
final class WaitingTasks {

    private final int capacity;
    private final QueueConfig queue;
    private final Deque<TurnTask> tasks = new ArrayDeque<>();
    private final List<TurnTask> joined = new ArrayList<>();
    private QueueConfig.Mode mode;

    /// What came of making room for a message.
    ///
    /// @param overtaken the one that went for it; null if none did
    record Room(boolean found, @Nullable TurnTask overtaken) {}

    /// @param capacity how many may wait, of all kinds
    WaitingTasks(int capacity, QueueConfig queue) {
        this.capacity = capacity;
        this.queue = queue;
        this.mode = queue.mode();
    }

    QueueConfig.Mode mode() {
        return mode;
    }

    void mode(QueueConfig.Mode other) {
        mode = other;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    int size() {
        return tasks.size();
    }

    void add(TurnTask task) {
        tasks.add(task);
    }

    @Nullable
    TurnTask poll() {
        return tasks.poll();
    }

    List<TurnTask> all() {
        return List.copyOf(tasks);
    }

    /// Takes out all that it is true for.
    List<TurnTask> remove(Predicate<TurnTask> which) {
        var removed = tasks.stream().filter(which).toList();
        tasks.removeIf(which);
        return removed;
    }

    List<TurnTask> removeAll() {
        return remove(_ -> true);
    }

    /// The message with this id, if it waits or was joined.
    @Nullable
    TurnTask find(String id) {
        for (var task : tasks) {
            if (task.record().id().equals(id)) {
                return task;
            }
        }
        for (var task : joined) {
            if (task.record().id().equals(id)) {
                return task;
            }
        }
        return null;
    }

    /// Looks for room for a task. Among the messages that may be joined the oldest one goes, or is kept in short, where
    /// the configuration says so.
    Room makeRoom(TurnTask task) {
        if (tasks.size() >= capacity) {
            return new Room(false, null);
        }
        if (!isJoinable(task) || tasks.stream().filter(WaitingTasks::takesRoom).count() < queue.cap()) {
            return new Room(true, null);
        }
        var oldest = tasks.stream().filter(WaitingTasks::takesRoom).findFirst().orElseThrow();
        return switch (queue.drop()) {
            case NEW -> new Room(false, null);
            case OLD -> {
                tasks.remove(oldest);
                yield new Room(true, oldest);
            }
            case SUMMARIZE -> {
                var kept = tasks.stream()
                        .map(other -> other.record().id().equals(oldest.record().id()) ? other.inShort() : other)
                        .toList();
                tasks.clear();
                tasks.addAll(kept);
                yield new Room(true, null);
            }
        };
    }

    /// Takes out of the line what comes right behind the running message and can be answered with it.
    ///
    /// @param running the task of the first message
    /// @param steered whether it goes into the turn that runs, where only plain words have a place
    List<InboundMessage> join(@Nullable TurnTask running, InboundMessage first, PersonJournal known, boolean steered) {
        var messages = new ArrayList<InboundMessage>();
        boolean all = mode == (steered ? QueueConfig.Mode.STEER : QueueConfig.Mode.COLLECT);
        boolean brief = !steered && running != null && running.brief();
        boolean open = brief || all && (steered || Joining.isPlain(first));
        while (open
                && !tasks.isEmpty()
                && tasks.getFirst().record() instanceof TurnRequest(var message)
                && Joining.together(first, message)
                && !known.knows(message.id())) {
            open = Joining.isPlain(message);
            if (open || !steered) {
                var task = tasks.remove();
                joined.add(task);
                messages.add(message);
                open = open && (all || task.brief());
            }
        }
        return messages;
    }

    /// Puts back what was joined.
    void unjoin() {
        joined.reversed().forEach(tasks::addFirst);
        joined.clear();
    }

    /// Returns what was joined, and forgets it.
    List<TurnTask> finishJoined() {
        var together = List.copyOf(joined);
        joined.clear();
        return together;
    }

    /// How long to wait still until nobody has written for the configured time, in nanoseconds; 0 if nothing is to be
    /// collected for the message that runs.
    long nanosToQuiet(TurnTask running) {
        if (mode != QueueConfig.Mode.COLLECT || !isJoinable(running)) {
            return 0;
        }
        long newest = tasks.isEmpty() ? running.acceptedAt() : tasks.getLast().acceptedAt();
        return queue.debounce().toNanos() - (System.nanoTime() - newest);
    }

    private static boolean takesRoom(TurnTask task) {
        return isJoinable(task) && !task.brief();
    }

    private static boolean isJoinable(TurnTask task) {
        return task.record() instanceof TurnRequest(var message) && Joining.isJoinable(message);
    }
}
