package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Keeps a second gateway away from the same state directory; the system lets go of it when the process dies.
final class StateLock implements AutoCloseable {

    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    static StateLock acquire(StateLayout layout) {
        try {
            PrivateFiles.createDirectory(layout.root());
            var channel = FileChannel.open(
                    layout.root().resolve("gateway.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StartRefusedException(occupied(layout));
            }
            return new StateLock(channel);
        } catch (IOException e) {
            throw new StartRefusedException("The state directory " + layout.root() + " can't be used: " + e, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static String occupied(StateLayout layout) {
        String who = RunFile.running(layout)
                .map(run -> " (process " + run.pid() + ", port " + run.port() + ")")
                .orElse("");
        return "A gateway runs with the state directory " + layout.root() + " already" + who
                + ". Stop that one first, or set " + StateLayout.ENVIRONMENT_VARIABLE
                + " and --port to run a second one beside it.";
    }
}
