package io.moltmates.sandbox;

import io.moltmates.schema.UserId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs tasks on virtual threads: those of one person one after the other in their order, those of
/// different people side by side.
///
/// A person's lane takes a limited number of waiting tasks and refuses more. A lane that is empty costs
/// nothing.
final class PersonLanes {

    private static final Logger LOG = Logger.getLogger(PersonLanes.class);

    private final int waiting;
    private final Map<UserId, Queue<Runnable>> lanes = new HashMap<>();

    PersonLanes(int waiting) {
        this.waiting = waiting;
    }

    /// @return false if too many of this person's tasks wait already
    boolean submit(UserId user, Runnable task) {
        synchronized (lanes) {
            var lane = lanes.get(user);
            if (lane == null) {
                var made = new ArrayDeque<Runnable>();
                lanes.put(user, made);
                Thread.ofVirtual().name("sandbox-lane").start(() -> run(user, made, task));
                return true;
            }
            if (lane.size() >= waiting) {
                return false;
            }
            lane.add(task);
            return true;
        }
    }

    private void run(UserId user, Queue<Runnable> lane, Runnable first) {
        for (@Nullable Runnable task = first; task != null; task = next(user, lane)) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LOG.errorf(e, "task failed, the lane goes on: userId=%s", user); // a lane that ends holds a person up
            }
        }
    }

    private @Nullable Runnable next(UserId user, Queue<Runnable> lane) {
        synchronized (lanes) {
            var task = lane.poll();
            if (task == null) {
                lanes.remove(user);
            }
            return task;
        }
    }
}
