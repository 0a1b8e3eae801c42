package io.moltmates.schema.process;

import java.time.Duration;

/// Sees to it that the virtual threads of a process go on, and that the process ends if they do not.
///
/// A virtual thread keeps its carrier thread while it waits in a class initializer, for one, or with a native frame on
/// its stack ([JEP 491](https://openjdk.org/jeps/491)). Once all carriers are kept, and what they wait for belongs to a
/// virtual thread without one, nothing goes on any more; but the threads of Kafka's clients do, so the group takes the
/// process for alive, and nobody else takes its work over. With more carriers than processors that is unlikely; if it
/// happens all the same, whoever comes next continues where this process was.
public final class VirtualThreads {

    /// The exit code of a process that ended because its virtual threads stood still: an internal error, in
    /// `sysexits.h`.
    public static final int EXIT_CODE = 70;

    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";
    private static final int CARRIERS = 16;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int PATIENCE = 60;
    private static final long REPORT_MILLIS = 10_000;

    private VirtualThreads() {}

    /// To be called before anything starts a virtual thread, since the JDK then reads how many carriers there are. Who
    /// has said so by the system property `jdk.virtualThreadScheduler.parallelism` is listened to.
    public static void prepare() {
        if (System.getProperty(PARALLELISM) == null) {
            int processors = Runtime.getRuntime().availableProcessors();
            System.setProperty(PARALLELISM, String.valueOf(Math.max(CARRIERS, processors)));
        }
        watch(LOOK, PATIENCE);
    }

    static void watch(Duration look, int patience) {
        // made now: later even a lambda might wait for what stands still
        var report = Thread.ofPlatform().daemon().name("carrier-report").unstarted(VirtualThreads::report);
        new CarrierWatch(look, patience, () -> end(report)).start();
    }

    /// Ends the process whatever the report waits for: a class, a disk, or whoever reads what it prints.
    private static void end(Thread report) {
        try {
            report.start();
            report.join(REPORT_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static void report() {
        // the log may be waiting for the same lock
        System.err.println("Nothing goes on in this process: its virtual threads stand still. It ends, so that another"
                + " one takes its work over. Please report this:");
        System.err.println(CarrierWatch.stacks());
    }
}
