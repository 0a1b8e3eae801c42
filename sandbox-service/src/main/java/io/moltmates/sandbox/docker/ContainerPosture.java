package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Looks whether the engine made a container as it was told; what it left out, it may leave out
/// silently.
final class ContainerPosture {

    private ContainerPosture() {}

    /// What is not as it should be; empty if nothing is.
    static Optional<String> fault(InspectContainerResponse made, ContainerSpec spec) {
        var host = made.getHostConfig();
        var config = made.getConfig();
        if (host == null || config == null) {
            return Optional.of("it does not tell how");
        }
        if (!spec.user().equals(config.getUser())) {
            return Optional.of("the user is another one");
        }
        return hostFault(host, spec).or(() -> mountFault(made, spec));
    }

    private static Optional<String> hostFault(HostConfig host, ContainerSpec spec) {
        long memory = spec.config().memory().bytes();
        Capability[] dropped = host.getCapDrop();
        List<String> options = host.getSecurityOpts();
        Long processes = host.getPidsLimit();
        if (!"none".equals(host.getNetworkMode())) {
            return Optional.of("it has a network");
        }
        if (!Boolean.TRUE.equals(host.getReadonlyRootfs())) {
            return Optional.of("its root can be written");
        }
        if (Boolean.TRUE.equals(host.getPrivileged())) {
            return Optional.of("it is privileged");
        }
        if (dropped == null || !Arrays.asList(dropped).contains(Capability.ALL) || hasAny(host.getCapAdd())) {
            return Optional.of("it has capabilities");
        }
        if (options == null || !options.contains(ContainerSpec.NO_NEW_PRIVILEGES)) {
            return Optional.of("its programs may gain privileges");
        }
        if (!Long.valueOf(memory).equals(host.getMemory())) {
            return Optional.of("its memory has no limit");
        }
        if (processes == null || processes != spec.config().pidsLimit()) {
            return Optional.of("its processes have no limit");
        }
        return Optional.empty();
    }

    private static Optional<String> mountFault(InspectContainerResponse made, ContainerSpec spec) {
        var mounts = made.getMounts();
        if (mounts == null || mounts.size() != 1) {
            return Optional.of("more or less than the workspace is mounted");
        }
        var mount = mounts.getFirst();
        var target = mount.getDestination();
        return target != null
                        && ContainerSpec.MOUNT_POINT.equals(target.getPath())
                        && spec.workspace().toString().equals(mount.getSource())
                ? Optional.empty()
                : Optional.of("something else than the workspace is mounted");
    }

    private static boolean hasAny(Object[] values) {
        return values != null && values.length > 0;
    }
}
