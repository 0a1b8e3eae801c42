package io.moltmates.schema.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class CarrierWatchTest {

    /// Waits for what never comes; whoever comes here keeps its carrier.
    static final class NeverInitialized {
        static {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        private NeverInitialized() {}

        static void use() {}
    }

    /// A program with one carrier, which is kept if the argument says so; it ends with 3 by itself.
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            VirtualThreads.watch(Duration.ofMillis(20), 50);
            if (arguments[0].equals("keep")) {
                var keeper = Thread.ofVirtual().name("keeper").start(NeverInitialized::use);
                var _ = keeper.join(Duration.ofMinutes(1));
            } else {
                var waiting = Thread.ofVirtual().start(LockSupport::park); // which keeps no carrier
                var _ = waiting.join(Duration.ofSeconds(3)); // three times as long as the watch is patient
            }
            System.exit(3);
        }
    }

    @Test
    void aProcessWhoseCarriersAreAllKeptEndsAndTellsByWhom() throws Exception {
        var ended = run("keep");

        assertThat(ended.code()).isEqualTo(VirtualThreads.EXIT_CODE);
        assertThat(ended.output())
                .contains("Nothing goes on in this process")
                .contains("keeper")
                .contains("NeverInitialized.<clinit>");
    }

    @Test
    void aProcessWhoseVirtualThreadsOnlyWaitGoesOn() throws Exception {
        assertThat(run("wait").code()).isEqualTo(3);
    }

    private record Ended(int code, String output) {}

    private static Ended run(String argument) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.virtualThreadScheduler.parallelism=1",
                        "-Djdk.virtualThreadScheduler.maxPoolSize=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        argument))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
            return new Ended(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
