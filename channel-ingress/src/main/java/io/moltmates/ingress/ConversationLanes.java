package io.moltmates.ingress;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One lane a conversation: its deliveries run one after the other, in the order in which they came, on a virtual
/// thread; no conversation waits for another.
final class ConversationLanes {

    private static final Logger LOG = Logger.getLogger(ConversationLanes.class);

    private final Map<String, Queue<Runnable>> lanes = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    synchronized void submit(String conversation, Runnable delivery) {
        var lane = lanes.get(conversation);
        if (lane != null) {
            lane.add(delivery);
            return;
        }
        var opened = new ArrayDeque<Runnable>();
        opened.add(delivery);
        try {
            threads.execute(() -> run(conversation, opened));
            lanes.put(conversation, opened);
        } catch (RejectedExecutionException _) {
            LOG.debugf("delivery left to the next holder: conversation=%s", conversation);
        }
    }

    private void run(String conversation, Queue<Runnable> lane) {
        for (var next = next(conversation, lane); next != null; next = next(conversation, lane)) {
            try {
                next.run();
            } catch (RuntimeException | Error e) { // a lane that ends holds a conversation up
                LOG.errorf(e, "delivery failed: conversation=%s", conversation);
            }
        }
    }

    private synchronized @Nullable Runnable next(String conversation, Queue<Runnable> lane) {
        var delivery = threads.isShutdown() ? null : lane.poll();
        if (delivery == null) {
            lanes.remove(conversation);
        }
        return delivery;
    }

    /// Begins nothing more, lets what runs end for a while, then interrupts it; what waits is dropped.
    void stop(Duration patience) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                    LOG.warn("a delivery does not let itself be interrupted");
                }
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
