package io.moltmates.sandbox.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Which process uses which container now, for several that work on one state directory and one engine.
///
/// A label can't be changed, so this is a file for each container, `<container id>`, with its user's
/// [ContainerOwner]; for a container without a file, its maker's label counts. Whoever comes may take a
/// container whose owner has let it go or is gone, never another's. Two that come for the same one at the
/// same moment are kept apart by the topics: one person's requests go to one process.
final class ContainerClaims {

    private static final String FREE = "free";

    private final Path directory;
    private final ContainerOwner self;

    ContainerClaims(Path directory, ContainerOwner self) {
        this.directory = directory;
        this.self = self;
    }

    /// From now on it is this process's.
    void take(String container) {
        write(container, self.label());
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

    /// Forgets all that are not among these.
    void keepOnly(Set<String> containers) {
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !containers.contains(name))
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
        String claim = read(container);
        if (claim.equals(FREE)) {
            return true;
        }
        return ContainerOwner.parse(claim)
                .or(() -> ContainerOwner.of(labels))
                .map(ContainerOwner::isGone)
                .orElse(false);
    }

    /// Whether this process may remove it.
    boolean isFreeOrOurs(String container, Map<String, String> labels) {
        return isFree(container, labels)
                || ContainerOwner.parse(read(container))
                        .or(() -> ContainerOwner.of(labels))
                        .filter(self::equals)
                        .isPresent();
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
            var passing = directory.resolve("." + container);
            Files.writeString(passing, claim);
            Files.move(passing, directory.resolve(container), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("The owner of a container could not be written", e);
        }
    }
}
