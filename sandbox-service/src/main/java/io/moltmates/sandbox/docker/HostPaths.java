package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.moltmates.sandbox.Availability.Off;
import io.moltmates.schema.StateLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the engine's machine calls the directory of all people, which is another name than here where this service runs
/// in
/// a container itself.
///
/// `MOLTMATE_HOST_STATE_DIR` says it; else it is what the engine tells of this container's mounts; else, outside of a
/// container and in one of another engine, the same as here. Whether it is right is for [SelfTest] to find out.
///
/// Thread-safe.
final class HostPaths {

    static final String VARIABLE = "MOLTMATE_HOST_STATE_DIR";
    private static final int FORBIDDEN = 403;

    private final StateLayout layout;
    private final @Nullable Path told;
    private final Supplier<Optional<String>> container;
    private volatile @Nullable Found found;

    /// @param users on the engine's machine
    /// @param seen what the engine says of this container's mounts; null if it says nothing
    private record Found(Path users, @Nullable Path seen) {}

    /// @param container the id of the one that this process runs in; empty if it runs in none
    HostPaths(StateLayout layout, Map<String, String> environment, Supplier<Optional<String>> container) {
        this.layout = layout;
        this.container = container;
        String value = environment.getOrDefault(VARIABLE, "");
        told = value.isBlank() ? null : Path.of(value).normalize();
    }

    /// Finds it out anew.
    ///
    /// @return why it can't be known; empty if it is
    /// @throws RuntimeException if the engine does not answer
    Optional<Off> find(EngineConnection engine) {
        var id = container.get();
        Mounts mounts = id.isEmpty() ? new Mounts.Unknown() : mounts(engine, id.get());
        if (told != null) {
            found = new Found(told.resolve(users()), mounts instanceof Mounts.Told(var all) ? seen(all) : null);
            return Optional.empty();
        }
        return switch (mounts) {
            case Mounts.Unknown _ -> {
                found = new Found(layout.users(), null);
                yield Optional.empty();
            }
            case Mounts.Hidden _ ->
                Optional.of(new Off(
                        "the engine proxy does not tell this container what is mounted in it",
                        "Put sandbox-service and the proxy into one network of their own; or set " + VARIABLE
                                + " for both to what the engine's machine calls the state directory."));
            case Mounts.Told(var all) -> {
                var seen = seen(all);
                if (seen == null) {
                    yield Optional.of(new Off(
                            "the state directory " + layout.root() + " is inside of this container, where no other one"
                                    + " can see it",
                            "Mount a volume or a directory of the engine's machine at " + layout.root() + "; or set "
                                    + VARIABLE + " to what that machine calls it."));
                }
                found = new Found(seen, seen);
                yield Optional.empty();
            }
        };
    }

    /// What an engine says of this container's mounts.
    private sealed interface Mounts {

        record Told(List<OwnContainer.Mount> all) implements Mounts {}

        /// It is in no container, or in one that this engine does not know.
        record Unknown() implements Mounts {}

        record Hidden() implements Mounts {}
    }

    private static Mounts mounts(EngineConnection engine, String id) {
        try {
            var mounts = engine.control().inspectContainerCmd(id).exec().getMounts();
            return new Mounts.Told((mounts == null ? List.<InspectContainerResponse.Mount>of() : mounts)
                    .stream().map(HostPaths::mount).filter(Objects::nonNull).toList());
        } catch (NotFoundException _) {
            return new Mounts.Unknown();
        } catch (DockerException e) {
            if (e.getHttpStatus() == FORBIDDEN) {
                return new Mounts.Hidden();
            }
            throw e;
        }
    }

    private static OwnContainer.@Nullable Mount mount(InspectContainerResponse.Mount mount) {
        var source = mount.getSource();
        var destination = mount.getDestination();
        return source == null || destination == null || !source.startsWith("/")
                ? null
                : new OwnContainer.Mount(Path.of(source), Path.of(destination.getPath()));
    }

    private @Nullable Path seen(List<OwnContainer.Mount> mounts) {
        return OwnContainer.onHost(layout.users(), mounts);
    }

    private Path users() {
        return layout.root().relativize(layout.users());
    }

    /// The directory of all people on the engine's machine.
    Path usersOnHost() {
        return known().users();
    }

    /// What the engine's machine calls something below the directory of all people.
    Path onHost(Path path) {
        return usersOnHost()
                .resolve(layout.users().relativize(path.toAbsolutePath().normalize()));
    }

    /// What to do when nothing of this side is seen on the other under that name.
    String remedy() {
        var now = known();
        var seen = now.seen();
        if (told != null) {
            if (seen == null || seen.equals(now.users())) {
                return VARIABLE + " is " + told + ": set it to what the engine's machine calls " + layout.root()
                        + ", or unset it where this service runs on that machine itself.";
            }
            String set = seen.endsWith(users())
                    ? "Set " + VARIABLE + " to " + seen.getParent() + ", or unset it"
                    : "Unset " + VARIABLE;
            return set + ": the engine calls " + seen + " what is " + layout.users() + " here.";
        }
        if (seen == null && container.get().isPresent()) {
            return "The engine does not know this container. Use the engine that runs it, or set " + VARIABLE
                    + " to what the engine's machine calls " + layout.root() + ".";
        }
        return seen == null
                ? "Use an engine on this machine, or share " + layout.root()
                        + " with the engine's machine under the same name."
                : "Set " + VARIABLE + " to what the engine's machine calls " + layout.root() + ".";
    }

    private Found known() {
        var now = found;
        if (now == null) {
            throw new IllegalStateException("It is not known yet what the engine's machine calls the state directory");
        }
        return now;
    }
}
