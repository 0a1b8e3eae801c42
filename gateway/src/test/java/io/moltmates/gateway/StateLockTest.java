package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.StateLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {

    @TempDir
    private Path directory;

    @Test
    void keepsASecondOneAwayAndNamesTheFirst() throws Exception {
        var layout = new StateLayout(directory);
        try (var _ = StateLock.acquire(layout)) {
            new RunFile(ProcessHandle.current().pid(), "127.0.0.1", 4000, "127.0.0.1:4001").write(layout);
            assertThatThrownBy(() -> StateLock.acquire(layout))
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + ", port 4000");
        }
    }

    @Test
    void isFreeAgainOnceClosed() throws Exception {
        var layout = new StateLayout(directory);
        StateLock.acquire(layout).close();
        try (var again = StateLock.acquire(layout)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void aRunFileOfADeadProcessCountsForNothing() throws Exception {
        var layout = new StateLayout(directory);
        var dead = new ProcessBuilder("true").start();
        dead.waitFor();
        new RunFile(dead.pid(), "127.0.0.1", 4000, "127.0.0.1:4001").write(layout);
        assertThat(RunFile.running(layout)).isEmpty();
    }
}
