package io.moltmates.sandbox.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The container that this process itself runs in, if it runs in one: its id, and what the engine's
/// machine calls the directories that are mounted there.
public final class OwnContainer {

    /// Files that an engine mounts into every container from the container's own directory on its machine.
    private static final Pattern OWN_FILE =
            Pattern.compile("\\S+ \\S+ \\S+ \\S*/([0-9a-f]{64})/(?:userdata/)?(?:hostname|hosts|resolv\\.conf)"
                    + " /etc/(?:hostname|hosts|resolv\\.conf) .*");

    private static final Pattern CONTROL_GROUP = Pattern.compile(".*[/-]([0-9a-f]{64})(?:\\.scope)?");
    private static final Path MARK = Path.of("/.dockerenv");

    private OwnContainer() {}

    /// A directory of the engine's machine that is seen in a container.
    public record Mount(Path source, Path destination) {}

    /// As the kernel tells it.
    ///
    /// @return the id, or at least the host name, which is a part of it unless somebody chose another one;
    /// empty outside of containers
    public static Optional<String> id() {
        return idIn(text("/proc/self/mountinfo"), OWN_FILE)
                .or(() -> idIn(text("/proc/self/cgroup"), CONTROL_GROUP))
                .or(() -> Files.exists(MARK)
                        ? Optional.of(text("/proc/sys/kernel/hostname").strip())
                        : Optional.empty());
    }

    static Optional<String> idIn(String lines, Pattern pattern) {
        return lines.lines()
                .map(pattern::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }

    static Optional<String> idInMounts(String lines) {
        return idIn(lines, OWN_FILE);
    }

    static Optional<String> idInControlGroups(String lines) {
        return idIn(lines, CONTROL_GROUP);
    }

    /// What the engine's machine calls a directory of this container; null if nothing is mounted there, so
    /// that it is no directory of that machine.
    public static @Nullable Path onHost(Path directory, Collection<Mount> mounts) {
        Mount closest = null;
        for (var mount : mounts) {
            if (directory.startsWith(mount.destination())
                    && (closest == null
                            || mount.destination().getNameCount()
                                    > closest.destination().getNameCount())) {
                closest = mount;
            }
        }
        return closest == null
                ? null
                : closest.source()
                        .resolve(closest.destination().relativize(directory))
                        .normalize();
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException _) {
            return "";
        }
    }
}
