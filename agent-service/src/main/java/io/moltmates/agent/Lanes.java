package io.moltmates.agent;

import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// All people's lanes, side by side on virtual threads; a lane is there only while it has something to do.
///
/// Only partitions that were [taken][#take] and not [given up][#abandon] since have lanes: a record that was read
/// before its
/// partition went away, and comes after, is not run. A task's `done` completes once its outcome is in the log, and
/// never if the lane was given up before. Thread-safe.
final class Lanes {

    private static final Logger LOG = Logger.getLogger(Lanes.class);

    /// Does what a task asks for; returns false if the lane was given up before it was done.
    interface Runner {
        boolean run(Lane lane, Lane.Next next);
    }

    private final Map<UserId, Lane> lanes = new ConcurrentHashMap<>();
    private final Set<Integer> ours = ConcurrentHashMap.newKeySet();
    private final Supplier<AgentSettings> settings;
    private final Journals journals;
    private final Runner runner;
    private final long mostBytes;
    private final MessageRates rates = new MessageRates();
    private final AtomicLong bytes = new AtomicLong();
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private volatile boolean closed;

    /// @param mostBytes of records that may wait, of all people together, before [#room] makes others wait
    Lanes(Supplier<AgentSettings> settings, Journals journals, Runner runner, long mostBytes) {
        this.settings = settings;
        this.journals = journals;
        this.runner = runner;
        this.mostBytes = mostBytes;
    }

    /// Returns at once.
    CompletionStage<Void> accept(TurnTask task) {
        if (closed || !ours.contains(task.partition())) {
            task.span().failed("handed_over").close();
            return new CompletableFuture<>();
        }
        var refusal = task.record() instanceof TurnRequest(var message)
                ? rates.refusal(message, settings.get().limits().messagesPerMinute(message.sender()))
                : null;
        var lane = lanes.compute(task.user(), (user, known) -> {
            var taking = known == null
                    ? new Lane(
                            user,
                            task.partition(),
                            settings.get().laneCapacity(),
                            settings.get().queue())
                    : known;
            bytes.addAndGet(taking.offer(task, refusal));
            return taking;
        });
        advance(lane);
        if (!ours.contains(task.partition())) {
            giveUp(Set.of(task.partition())); // it went away while we were at it
        }
        return task.done();
    }

    /// These partitions are ours from now on; their people's journals are taken over anew.
    void take(Collection<Integer> partitions) {
        journals.forget(partitions);
        ours.addAll(partitions);
    }

    /// Completed while there is room for more.
    CompletionStage<Void> room() {
        synchronized (this) {
            if (bytes.get() >= mostBytes && room.isDone()) {
                room = new CompletableFuture<>();
            }
            if (bytes.get() < mostBytes) {
                room.complete(null);
            }
            return room;
        }
    }

    /// These partitions are somebody else's now: what runs ends without outcome, what waits is dropped here.
    void abandon(Collection<Integer> partitions) {
        ours.removeAll(partitions);
        giveUp(partitions);
    }

    private void giveUp(Collection<Integer> partitions) {
        for (var lane : all()) {
            if (partitions.contains(lane.partition())) {
                lanes.remove(lane.user(), lane);
                lane.abandon().forEach(task -> release(task, false));
            }
        }
    }

    /// Hands everything over to whoever comes next.
    void close() {
        closed = true;
        abandon(lanes.values().stream().map(Lane::partition).distinct().toList());
    }

    /// The lanes that are there right now.
    Collection<Lane> all() {
        return List.copyOf(lanes.values());
    }

    private void advance(Lane lane) {
        var task = lane.next(false);
        if (task != null) {
            Thread.ofVirtual().name("lane").start(() -> runInOrder(lane, task));
        }
        var aside = lane.nextAside();
        if (aside != null) {
            Thread.ofVirtual().name("lane-aside").start(() -> runAside(lane, aside));
        }
    }

    private void runInOrder(Lane lane, TurnTask first) {
        TurnTask task = first;
        while (task != null) {
            boolean done = run(lane, new Lane.Next(task, Lane.Way.IN_ORDER));
            var together = lane.finished();
            release(task, done);
            together.forEach(joined -> release(joined, done));
            task = lane.next(true);
        }
        leave(lane);
    }

    private void runAside(Lane lane, Lane.Next first) {
        Lane.@Nullable Next next = first;
        while (next != null) {
            boolean done = run(lane, next);
            lane.finishedAside();
            release(next.task(), done);
            next = lane.nextAside();
        }
        leave(lane);
    }

    private boolean run(Lane lane, Lane.Next next) {
        try {
            return runner.run(lane, next);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "turn broke off: userId=%s messageId=%s",
                    lane.user(),
                    next.task().record().id());
            return false;
        }
    }

    private void leave(Lane lane) {
        lanes.computeIfPresent(lane.user(), (user, known) -> {
            if (known != lane || !lane.idle()) {
                return known;
            }
            journals.giveBack(user, lane.journalIfOpen());
            return null;
        });
    }

    private void release(TurnTask task, boolean done) {
        long left = bytes.addAndGet(-task.bytes());
        if (left < mostBytes) {
            room();
        }
        if (!done) {
            task.span().failed("handed_over");
        }
        task.span().close();
        if (done) {
            task.done().complete(null);
        }
        for (var follower : List.copyOf(task.followers())) {
            release(follower, done);
        }
    }
}
