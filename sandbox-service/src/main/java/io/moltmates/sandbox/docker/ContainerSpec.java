package io.moltmates.sandbox.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import io.moltmates.schema.config.SandboxConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How containers are made now: everything that the engine itself offers against what runs in them. The
/// same for all people, but for the directory that is mounted.
///
/// @param image the image's id, not its name, which may come to mean another one
/// @param user `uid:gid`, never root's
/// @param programs that may run, by name
record ContainerSpec(String image, String user, SandboxConfig config, List<String> programs) {

    static final String SUPERVISOR = "/usr/local/bin/moltmate-supervisor";
    static final String HOST_NAME = "sandbox";
    static final String MOUNT_POINT = "/workspace";

    static final List<String> ENVIRONMENT =
            List.of("PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + MOUNT_POINT, "LANG=C.UTF-8", "TMPDIR=/tmp");

    /// The longest that a program's file may be, whatever the workspace may hold.
    static final long MAX_FILE_BYTES = 256L << 20;

    static final int OPEN_FILES = 256;

    /// The engine counts gVisor's own threads too; with 64 in all, a container ended after two commands.
    private static final int GVISOR_THREADS = 1024;

    /// How much longer than `sandbox.idle` a container lives that nobody speaks to.
    private static final Duration OWNERLESS = Duration.ofSeconds(60);

    private static final String NO_NEW_PRIVILEGES = "no-new-privileges";
    private static final String SECCOMP = "seccomp=";
    private static final Path ANY = Path.of("/any");

    ContainerSpec {
        if (!user.matches("[1-9][0-9]*:[1-9][0-9]*")) {
            throw new IllegalArgumentException(
                    "Not a user for a container: " + user + ". Expected uid:gid, not root's.");
        }
        programs = List.copyOf(programs);
    }

    /// Whether the programs run on a kernel of their own, which has no Landlock.
    boolean isGvisor() {
        String runtime = config.docker().runtime();
        return runtime != null && (runtime.equals("runsc") || runtime.startsWith("runsc-"));
    }

    /// What the container begins with, until it ends.
    List<String> command() {
        var command = new ArrayList<>(List.of(
                SUPERVISOR,
                "--idle",
                String.valueOf(config.idle().plus(OWNERLESS).toSeconds()),
                "--landlock",
                isGvisor() ? "none" : "required"));
        if (config.hasNetwork()) {
            command.add("--tcp");
        }
        return allowed(command);
    }

    /// Only looks what the image and the kernel have.
    List<String> probe() {
        return allowed(new ArrayList<>(List.of(SUPERVISOR, "--probe")));
    }

    private List<String> allowed(List<String> command) {
        if (!programs.isEmpty()) {
            command.add("--allow");
            command.addAll(programs);
        }
        return List.copyOf(command);
    }

    HostConfig hostConfig(Path workspace) {
        return hostConfig()
                .withMounts(List.of(new Mount()
                        .withType(MountType.BIND)
                        .withSource(workspace.toString())
                        .withTarget(MOUNT_POINT)));
    }

    /// Without a mount.
    HostConfig hostConfig() {
        var docker = config.docker();
        long memory = docker.memory().bytes();
        var host = HostConfig.newHostConfig()
                .withNetworkMode(config.network())
                .withIpcMode("none")
                .withCgroupnsMode("private")
                .withReadonlyRootfs(true)
                .withPrivileged(false)
                .withInit(false)
                .withAutoRemove(true)
                .withRestartPolicy(RestartPolicy.noRestart())
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of(NO_NEW_PRIVILEGES, SECCOMP + SeccompProfile.json(config.hasNetwork())))
                .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid,nodev,size=" + docker.tmpMb() + "m,mode=1777"))
                .withMemory(memory)
                .withMemorySwap(memory)
                .withNanoCPUs((long) (docker.cpus() * 1_000_000_000L))
                .withPidsLimit((long) docker.pidsLimit() + (isGvisor() ? GVISOR_THREADS : 0))
                .withUlimits(List.of(
                        new Ulimit("core", 0L, 0L),
                        new Ulimit("nofile", (long) OPEN_FILES, (long) OPEN_FILES),
                        new Ulimit("fsize", MAX_FILE_BYTES, MAX_FILE_BYTES),
                        new Ulimit("memlock", 0L, 0L),
                        new Ulimit("msgqueue", 0L, 0L)))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
        if (!config.hasNetwork()) {
            host.withDns("127.0.0.1").withDnsSearch("."); // else the engine shows the host's resolver file
        }
        String runtime = docker.runtime();
        return runtime == null ? host : host.withRuntime(runtime);
    }

    /// A short text that is the same as long as containers are made in the same way.
    String posture() {
        try {
            return Digest.of(String.join("\n", image, user, String.join(" ", command()), String.join(" ", ENVIRONMENT))
                    + new ObjectMapper().writeValueAsString(hostConfig(ANY)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The engine's own classes can be written as JSON", e);
        }
    }
}
