package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import io.moltmates.schema.config.DockerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How one session's container is made: everything that Docker itself offers against what runs in it.
///
/// @param name the container's
/// @param user `uid:gid`, never root's
/// @param workspace the only directory of the host that it sees
record ContainerSpec(String name, String user, Path workspace, DockerConfig config, Map<String, String> labels) {

    static final String MOUNT_POINT = "/workspace";
    static final String NO_NEW_PRIVILEGES = "no-new-privileges";

    /// Waits for ever, so that programs can be started beside it; Docker's own init above it reaps what
    /// they leave.
    static final List<String> WAIT = List.of("sleep", "infinity");

    static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + MOUNT_POINT, "LANG=C.UTF-8", "TMPDIR=/tmp");

    private static final String TEMPORARY = "rw,noexec,nosuid,nodev,size=64m,mode=1777";
    private static final long MAX_FILE_BYTES = 256L << 20;
    private static final long OPEN_FILES = 256;

    ContainerSpec {
        if (!user.matches("[1-9][0-9]*:[1-9][0-9]*")) {
            throw new IllegalArgumentException(
                    "Not a user for a container: " + user + ". Expected uid:gid, not root's.");
        }
        labels = Map.copyOf(labels);
    }

    HostConfig hostConfig() {
        long memory = config.memory().bytes();
        var host = HostConfig.newHostConfig()
                .withNetworkMode("none")
                .withIpcMode("none")
                .withReadonlyRootfs(true)
                .withInit(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of(NO_NEW_PRIVILEGES))
                .withTmpFs(Map.of("/tmp", TEMPORARY))
                .withMemory(memory)
                .withMemorySwap(memory)
                .withNanoCPUs((long) (config.cpus() * 1_000_000_000L))
                .withPidsLimit((long) config.pidsLimit())
                .withUlimits(List.of(
                        new Ulimit("core", 0L, 0L),
                        new Ulimit("nofile", OPEN_FILES, OPEN_FILES),
                        new Ulimit("fsize", MAX_FILE_BYTES, MAX_FILE_BYTES)))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
                .withMounts(List.of(new Mount()
                        .withType(MountType.BIND)
                        .withSource(workspace.toString())
                        .withTarget(MOUNT_POINT)));
        String runtime = config.runtime();
        return runtime == null ? host : host.withRuntime(runtime);
    }
}
