package io.moltmates.sandbox.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Which process a container was made by, as its labels say it.
///
/// @param host the name of the machine, or of the container that the service itself runs in
/// @param started milliseconds since 1970; a process id is used again, but not with the same start
record ContainerOwner(String host, long pid, long started) {

    static final String LABEL = "moltmate.owner";

    static ContainerOwner current() {
        var self = ProcessHandle.current();
        return new ContainerOwner(hostName(), self.pid(), started(self));
    }

    static Optional<ContainerOwner> of(Map<String, String> labels) {
        return parse(labels.getOrDefault(LABEL, ""));
    }

    static Optional<ContainerOwner> parse(String label) {
        String[] parts = label.split("/", -1);
        try {
            return parts.length == 3
                    ? Optional.of(new ContainerOwner(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    String label() {
        return host + "/" + pid + "/" + started;
    }

    /// Whether that process has surely ended. Of another machine's nothing is known, so it counts as
    /// running.
    boolean isGone() {
        return host.equals(hostName())
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(process -> started(process) == started)
                        .isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip()
                    .replace('/', '_');
        } catch (java.io.IOException _) {
            return "unknown";
        }
    }
}
