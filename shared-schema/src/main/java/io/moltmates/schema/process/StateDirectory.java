package io.moltmates.schema.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells whether a directory that a service lives on can be written, by writing; asked at most every five seconds,
/// since
/// a disk that is away may take its time to say so.
public final class StateDirectory {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Path directory;
    private @Nullable String problem;
    private long lookedAt;
    private boolean looked;

    public StateDirectory(Path directory) {
        this.directory = directory;
    }

    /// What is wrong, for the operator; empty while it can be written. Blocks as long as the disk does.
    public synchronized Optional<String> problem() {
        long now = System.nanoTime();
        if (!looked || now - lookedAt > FRESH_NANOS) {
            problem = look();
            lookedAt = System.nanoTime();
            looked = true;
        }
        return Optional.ofNullable(problem);
    }

    private @Nullable String look() {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".health-", ""));
            return null;
        } catch (IOException e) {
            return directory + " can't be written: " + e;
        }
    }
}
