package io.moltmates.schema.process;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Starts a virtual thread at each look, and tells once when none of them has run for many looks. It counts looks, not
/// time: a process that was frozen has looked as little as it has worked.
final class CarrierWatch {

    private static final System.Logger LOG = System.getLogger(CarrierWatch.class.getName());
    private static final Pattern THREADS = Pattern.compile("\n\n+");
    private static final int MOST_THREADS = 40;
    private static final int MOST_CHARACTERS = 4_000;

    private final Duration pause;
    private final int patience;
    private final Runnable stuck;
    private final AtomicLong ran = new AtomicLong();

    /// @param pause between two looks
    /// @param patience how many looks in a row nothing may run
    CarrierWatch(Duration pause, int patience, Runnable stuck) {
        this.pause = pause;
        this.patience = patience;
        this.stuck = stuck;
    }

    void start() {
        Thread.ofPlatform().daemon().name("carrier-watch").start(this::watch);
    }

    private void watch() {
        try {
            long before = ran.get();
            for (int without = 0; without < patience; ) {
                pulse();
                Thread.sleep(pause);
                long now = ran.get();
                without = now == before ? without + 1 : 0;
                before = now;
            }
            stuck.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What can't even be started has not run.
    private void pulse() {
        try {
            Thread.ofVirtual().name("carrier-pulse").start(ran::incrementAndGet);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            LOG.log(System.Logger.Level.DEBUG, "no virtual thread can be started", e);
        }
    }

    /// Those of virtual threads that have begun, as far as there is room; first of those that keep a carrier.
    static String stacks() {
        try {
            Path directory = Files.createTempDirectory("moltmate-threads");
            Path file = directory.resolve("dump.txt");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(
                                file.toAbsolutePath().toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
                return THREADS.splitAsStream(Files.readString(file))
                        .filter(thread -> thread.contains(" virtual ") && thread.contains("\n    at "))
                        .sorted(Comparator.comparing(thread -> !keepsCarrier(thread)))
                        .limit(MOST_THREADS)
                        .map(thread -> thread.substring(0, Math.min(MOST_CHARACTERS, thread.length())))
                        .collect(Collectors.joining("\n\n"));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(directory);
            }
        } catch (IOException | RuntimeException e) {
            return "(no stacks: " + e + ")";
        }
    }

    private static boolean keepsCarrier(String thread) {
        return thread.contains(".<clinit>(")
                || thread.contains("parkOnCarrierThread")
                || thread.contains("(Native Method)");
    }
}
