package io.moltmates.persona;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Lets one thread of one process at a time look at a person's directory and change it by what it saw.
///
/// Held for a few file operations, never while something is waited for: the kernel gives the lock of a process that
/// died to the next one, but one that was frozen in the middle keeps it. Then the person's work waits, and is tried
/// again; nobody else's does. Not reentrant.
final class PersonLock implements AutoCloseable {

    private static final String FILE = ".lock";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(5);

    /// A file lock is the process', so its threads need another one.
    private static final ReentrantLock[] HERE =
            Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

    private final ReentrantLock here;
    private final FileChannel file;

    private PersonLock(ReentrantLock here, FileChannel file) {
        this.here = here;
        this.file = file;
    }

    /// Blocks until nobody else has it; gives up after ten seconds.
    static PersonLock take(Path directory) throws IOException {
        var here = HERE[Math.floorMod(directory.hashCode(), HERE.length)];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (!here.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("Another thread works in " + directory.getFileName());
            }
            boolean taken = false;
            try {
                var file = open(directory, deadline);
                taken = true;
                return new PersonLock(here, file);
            } finally {
                if (!taken) {
                    here.unlock();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for " + directory.getFileName());
        }
    }

    private static FileChannel open(Path directory, long deadline) throws IOException, InterruptedException {
        var file = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            while (lock == null && System.nanoTime() < deadline) {
                Thread.sleep(LOOK);
                lock = file.tryLock();
            }
            if (lock == null) {
                throw new IOException("Another process works in " + directory.getFileName());
            }
            return file;
        } catch (IOException | InterruptedException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close(); // the lock with it
        } finally {
            here.unlock();
        }
    }
}
