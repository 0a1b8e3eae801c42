package io.moltmates.schema.config;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The containers that commands run in.
///
/// @param image the image, with its tag
/// @param memory the memory that a container may use
/// @param cpus the processors that a container may use
/// @param pidsLimit the processes and threads that a container may have
/// @param runtime the engine's runtime for them, such as runsc; without it, the engine's own default
/// @param host the engine's address; without it, `DOCKER_HOST` or the usual socket
/// @param tmpMb the size of a container's `/tmp`, in megabytes; it counts as memory
public record DockerConfig(
        String image,
        ByteSize memory,
        double cpus,
        int pidsLimit,
        @Nullable String runtime,
        @Nullable URI host,
        int tmpMb) {

    public static final DockerConfig DEFAULT =
            new DockerConfig("moltmate-sandbox:bookworm-slim", ByteSize.ofMegabytes(512), 1.0, 128, null, null, 64);

    public DockerConfig {
        if (!image.matches("[a-z0-9][A-Za-z0-9._/:@-]*")) {
            throw new InvalidSetting(
                    "image",
                    "is not an image's name",
                    "Write it with its tag, such as moltmate-sandbox:bookworm-slim.");
        }
        Check.range("memory", memory, ByteSize.ofMegabytes(16), ByteSize.ofMegabytes(1024 * 1024));
        Check.range("cpus", cpus, 0.01, 1024.0);
        Check.range("pidsLimit", pidsLimit, 8, 100_000);
        Check.range("tmpMb", tmpMb, 1, 65_536);
        if (runtime != null) {
            Check.filled("runtime", runtime, "Name a runtime of the engine, such as runsc, or leave it out.");
        }
        if (host != null && !Set.of("unix", "tcp", "npipe").contains(String.valueOf(host.getScheme()))) {
            throw new InvalidSetting(
                    "host",
                    "is not an engine's address",
                    "Write it like unix:///var/run/docker.sock or tcp://host:2376.");
        }
    }
}
