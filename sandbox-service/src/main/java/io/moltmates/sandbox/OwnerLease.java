package io.moltmates.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The name of one life of this service, and the sign for all that share the state directory that it still runs: a file
/// that it keeps locked.
///
/// The kernel lets go of the lock in the instant in which the process ends, however it ends, and keeps it while the
/// process is frozen; and that is so between containers too, where ids of processes and names of machines say nothing.
/// Where that can't be known (a file system without locks), a life counts as running. The reasons stand in
/// `docs/adr/0017-a-locked-file-says-that-an-owner-lives.md`.
///
/// Thread-safe.
public final class OwnerLease implements AutoCloseable {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,149}";
    private static final String UNFINISHED = ".new-";
    private static final Duration UNFINISHED_KEPT = Duration.ofMinutes(1);
    private static final int HOST_LENGTH = 60;

    /// Of this process. The kernel lets go of all of a process's locks on a file when any of its descriptors of that
    /// file
    /// is closed, so these are never opened once more.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final String name;
    private @Nullable FileChannel lock;
    private boolean closed;

    /// Touches nothing yet.
    ///
    /// @param directory of all leases, which all share
    public OwnerLease(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
        name = hostName() + "-" + UUID.randomUUID();
    }

    /// Another one for each life.
    public String name() {
        return name;
    }

    /// From now on others see that this life runs. Quick when they do already, so it may be called before each step:
    /// then it also holds if somebody removes the file meanwhile.
    ///
    /// @throws UncheckedIOException if the directory can't be written, or its file system has no locks
    public synchronized void hold() {
        var file = directory.resolve(name);
        if (closed || lock != null && Files.exists(file)) {
            return;
        }
        letGo();
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            var unfinished = directory.resolve(UNFINISHED + name);
            var channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            HELD.add(file);
            lock = channel;
            if (channel.tryLock() == null) {
                throw new IOException("Somebody else has the lock of " + unfinished);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE); // so nobody ever sees it without its lock
        } catch (IOException e) {
            letGo();
            throw new UncheckedIOException("The sign of life could not be made in " + directory, e);
        }
    }

    /// Whether the life with that name has surely ended; never this one's own.
    public boolean isGone(String other) {
        if (!other.matches(NAME) || other.equals(name)) {
            return false;
        }
        var file = directory.resolve(other);
        return !HELD.contains(file) && isGone(file, false);
    }

    /// Forgets all lives that have ended.
    public void sweep() {
        try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!HELD.contains(file) && !isUnfinished(file)) {
                    isGone(file, true);
                }
            }
        } catch (NoSuchFileException _) {
            // there is none yet
        } catch (IOException e) {
            throw new UncheckedIOException("The signs of life could not be listed", e);
        }
    }

    private static boolean isUnfinished(Path file) throws IOException {
        return file.getFileName().toString().startsWith(UNFINISHED)
                && Files.getLastModifiedTime(file)
                        .toInstant()
                        .isAfter(Instant.now().minus(UNFINISHED_KEPT));
    }

    private static boolean isGone(Path file, boolean remove) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                return false;
            }
            if (remove) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (NoSuchFileException _) {
            return true;
        } catch (IOException | OverlappingFileLockException _) {
            return false;
        }
    }

    private void letGo() {
        var held = lock;
        lock = null;
        HELD.remove(directory.resolve(name));
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException _) {
            // what is not open any more is not locked either
        }
    }

    /// From now on this life counts as ended, and stays so.
    @Override
    public synchronized void close() {
        closed = true;
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException _) {
            // whoever comes next sees that nobody locks it
        }
        letGo();
    }

    /// To be read by people only.
    private static String hostName() {
        try {
            String host = Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip()
                    .replaceAll("[^A-Za-z0-9]", "-")
                    .replaceFirst("^-+", "");
            return host.isEmpty() ? "host" : host.substring(0, Math.min(host.length(), HOST_LENGTH));
        } catch (IOException _) {
            return "host";
        }
    }
}
