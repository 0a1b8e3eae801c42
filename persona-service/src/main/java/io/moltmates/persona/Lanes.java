package io.moltmates.persona;

import io.moltmates.schema.UserId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One lane a person: their work runs one after the other, in the order in which it came, on a virtual thread.
///
/// Nobody waits for anybody else. A lane that has run dry takes no memory. Closing interrupts what runs and drops what
/// waits, which is safe because what is not acknowledged comes again.
final class Lanes implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Lanes.class);

    private final Map<UserId, Queue<Runnable>> lanes = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    synchronized void submit(UserId user, Runnable work) {
        var lane = lanes.get(user);
        if (lane != null) {
            lane.add(work);
            return;
        }
        var opened = new ArrayDeque<Runnable>();
        opened.add(work);
        try {
            threads.execute(() -> run(user, opened));
            lanes.put(user, opened);
        } catch (RejectedExecutionException _) {
            LOG.debugf("work dropped at the end: userId=%s", user);
        }
    }

    /// Runs on a thread of its own, for what need not wait for anything.
    void aside(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException _) {
            LOG.debug("work dropped at the end");
        }
    }

    private void run(UserId user, Queue<Runnable> lane) {
        for (var work = next(user, lane); work != null; work = next(user, lane)) {
            try {
                work.run();
            } catch (RuntimeException | Error e) { // a lane that ends holds a person up
                LOG.errorf(e, "work failed: userId=%s", user);
            }
        }
    }

    private synchronized @Nullable Runnable next(UserId user, Queue<Runnable> lane) {
        var work = threads.isShutdown() ? null : lane.poll();
        if (work == null) {
            lanes.remove(user);
        }
        return work;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
