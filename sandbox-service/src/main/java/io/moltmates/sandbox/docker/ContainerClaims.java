package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.OwnerLease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// Which life of the service uses which container now, for several that work on one state directory and one engine.
///
/// A label can't be changed, so this is a file for each container, `<container id>`, with the name of its user's
/// [OwnerLease]; for a container without a file, its maker's label counts. Whoever comes may take a container whose
/// owner
/// has let it go or is gone, never another's; of two that come at the same moment one gets it.
final class ContainerClaims {

    private static final String FREE = "free";
    private static final String LOCK = ".lock";

    /// Of all in this process: a second descriptor of the lock's file would let go of the lock when it is closed.
    private static final ReentrantLock ONE_HERE = new ReentrantLock();

    private final Path directory;
    private final OwnerLease self;

    ContainerClaims(Path directory, OwnerLease self) {
        this.directory = directory;
        this.self = self;
    }

    /// For a container that this life has made: from now on it is its own.
    void take(String container) {
        write(container, self.name());
    }

    /// Takes a container unless another one uses it.
    ///
    /// @param labels the container's
    /// @return whether it is this life's now, to use or to remove
    boolean tryTake(String container, Map<String, String> labels) {
        return alone(() -> {
            if (!owner(container, labels).equals(self.name()) && !isFree(container, labels)) {
                return false;
            }
            take(container);
            return true;
        });
    }

    /// From now on it is whoever's comes next.
    void letGo(String container) {
        write(container, FREE);
    }

    /// For a container that is no more.
    void forget(String container) {
        try {
            Files.deleteIfExists(directory.resolve(container));
        } catch (IOException e) {
            throw new UncheckedIOException("The owner of a container could not be forgotten", e);
        }
    }

    /// Forgets all that are not among these, and that nobody uses who may know of another engine's.
    void keepOnly(Set<String> containers) {
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !containers.contains(name))
                    .filter(name -> isFree(name, Map.of()))
                    .forEach(this::forget);
        } catch (NoSuchFileException _) {
            // there is none yet
        } catch (IOException e) {
            throw new UncheckedIOException("The owners of containers could not be listed", e);
        }
    }

    /// Whether nobody uses it, so that it may be taken or removed.
    ///
    /// @param labels the container's
    boolean isFree(String container, Map<String, String> labels) {
        String owner = owner(container, labels);
        return owner.equals(FREE) || self.isGone(owner);
    }

    private String owner(String container, Map<String, String> labels) {
        String claim = read(container);
        return claim.isEmpty() ? labels.getOrDefault(ContainerNames.OWNER_LABEL, "") : claim;
    }

    private boolean alone(BooleanSupplier work) {
        ONE_HERE.lock();
        try {
            Files.createDirectories(directory);
            try (var channel = FileChannel.open(
                            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                return work.getAsBoolean();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The owners of containers could not be locked", e);
        } finally {
            ONE_HERE.unlock();
        }
    }

    private String read(String container) {
        try {
            return Files.readString(directory.resolve(container)).strip();
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("The owner of a container could not be read", e);
        }
    }

    private void write(String container, String claim) {
        try {
            Files.createDirectories(directory);
            var passing = directory.resolve("." + container + "." + self.name());
            Files.writeString(passing, claim);
            Files.move(passing, directory.resolve(container), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The owner of a container could not be written", e);
        }
    }
}
