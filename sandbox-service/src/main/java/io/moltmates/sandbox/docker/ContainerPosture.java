package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks whether the engine made a container as it was told; what it left out, it may leave out
/// silently.
final class ContainerPosture {

    /// What a program must not see, or not change, of the kernel's files; the engine's defaults hold more.
    private static final Set<String> MASKED =
            Set.of("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/scsi", "/sys/firmware");

    private static final Set<String> READ_ONLY =
            Set.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private static final Set<String> PROPAGATIONS = Set.of("rprivate", "rslave");

    /// @param fault what it means if the engine's answer is another one
    private record Check<T>(String fault, Predicate<T> passes) {}

    private static final List<Check<HostConfig>> FIXED = List.of(
            new Check<>("its root can be written", host -> isTrue(host.getReadonlyRootfs())),
            new Check<>("it is privileged", host -> !isTrue(host.getPrivileged())),
            new Check<>("it gained capabilities", host -> isEmpty(host.getCapAdd())),
            new Check<>("it shares another process space", host -> isEmpty(host.getPidMode())),
            new Check<>("it shares the host's name", host -> isEmpty(host.getUtSMode())),
            new Check<>("it shares the host's users", host -> isEmpty(host.getUsernsMode())),
            new Check<>("it has devices", host -> isEmpty(host.getDevices())),
            new Check<>("it asks for devices", host -> isEmpty(host.getDeviceRequests())),
            new Check<>("it has rules for devices", host -> isEmpty(host.getDeviceCgroupRules())),
            new Check<>(
                    "something else than the workspace is bound",
                    host -> host.getBinds() == null || host.getBinds().length == 0),
            new Check<>("it has the volumes of another container", host -> isEmpty(host.getVolumesFrom())),
            new Check<>("it knows other hosts", host -> isEmpty(host.getExtraHosts())),
            new Check<>("its user is in more groups", host -> isEmpty(host.getGroupAdd())),
            new Check<>("it changes the kernel's settings", host -> isEmpty(host.getSysctls())),
            new Check<>("it is in a control group of another", host -> isEmpty(host.getCgroupParent())),
            new Check<>("it publishes ports", host -> !isTrue(host.getPublishAllPorts()) && hasNoPorts(host)),
            new Check<>("its memory limit ends nothing", host -> !isTrue(host.getOomKillDisable())),
            new Check<>("the kernel spares it when memory is short", host -> !isNegative(host.getOomScoreAdj())),
            new Check<>("it stays when it has ended", host -> isTrue(host.getAutoRemove())),
            new Check<>("it starts again by itself", host -> isNoRestart(host.getRestartPolicy())),
            new Check<>("another program is its first", host -> !isTrue(host.getInit())),
            new Check<>(
                    "what it prints is kept",
                    host -> host.getLogConfig() != null
                            && host.getLogConfig().getType() == LogConfig.LoggingType.NONE));

    private final InspectContainerResponse made;
    private final ContainerSpec spec;
    private final @Nullable Path workspace;

    private ContainerPosture(InspectContainerResponse made, ContainerSpec spec, @Nullable Path workspace) {
        this.made = made;
        this.spec = spec;
        this.workspace = workspace;
    }

    /// What is not as it should be; empty if nothing is.
    ///
    /// @param workspace what is mounted; null for a container that has no mount
    static Optional<String> fault(
            InspectContainerResponse made, ContainerSpec spec, List<String> command, @Nullable Path workspace) {
        var host = made.getHostConfig();
        var config = made.getConfig();
        if (host == null || config == null) {
            return Optional.of("it does not tell how it was made");
        }
        var posture = new ContainerPosture(made, spec, workspace);
        return posture.process(config, command)
                .or(() -> first(FIXED, host))
                .or(() -> posture.asked(host))
                .or(posture::unmasked)
                .or(posture::mounted);
    }

    private Optional<String> process(ContainerConfig config, List<String> command) {
        return first(
                List.of(
                        new Check<>(
                                "the image is another one", _ -> spec.image().equals(made.getImageId())),
                        new Check<>(
                                "the user is another one", one -> spec.user().equals(one.getUser())),
                        new Check<>(
                                "another program is its first",
                                one -> isEmpty(one.getEntrypoint()) && command.equals(list(one.getCmd()))),
                        new Check<>("it has a terminal", one -> !isTrue(one.getTty())),
                        new Check<>("its input can't be used again", one -> !isTrue(one.getStdInOnce())),
                        new Check<>(
                                "its name is another one", one -> ContainerSpec.HOST_NAME.equals(one.getHostName())),
                        new Check<>(
                                "its environment is another one",
                                one -> list(one.getEnv()).containsAll(ContainerSpec.ENVIRONMENT)),
                        new Check<>(
                                "no AppArmor profile holds it",
                                _ -> !"unconfined".equals(made.getRawValues().get("AppArmorProfile")))),
                config);
    }

    /// What is compared with what the engine was told.
    private Optional<String> asked(HostConfig host) {
        var told = spec.hostConfig();
        String runtime = told.getRuntime();
        return first(
                List.of(
                        same("its network is another one", told, HostConfig::getNetworkMode),
                        same("it shares memory with others", told, HostConfig::getIpcMode),
                        same("it sees other control groups", told, HostConfig::getCgroupnsMode),
                        same("it has capabilities", told, one -> set(one.getCapDrop())),
                        same(
                                "its programs may gain privileges, or make other system calls",
                                told,
                                one -> setOf(one.getSecurityOpts())),
                        same("its /tmp is another one", told, HostConfig::getTmpFs),
                        same("its memory has another limit", told, HostConfig::getMemory),
                        same("it may swap", told, HostConfig::getMemorySwap),
                        same("its processor time has another limit", told, HostConfig::getNanoCPUs),
                        same("its processes have another limit", told, HostConfig::getPidsLimit),
                        same("its files have other limits", told, one -> limits(one.getUlimits())),
                        same("it sees the host's resolver", told, one -> set(one.getDns())),
                        same("it sees the host's search domains", told, one -> set(one.getDnsSearch())),
                        new Check<>(
                                "its runtime is another one",
                                one -> runtime == null || runtime.equals(one.getRuntime()))),
                host);
    }

    private Optional<String> unmasked() {
        var host = made.getRawValues().get("HostConfig") instanceof Map<?, ?> raw ? raw : Map.of();
        return first(
                List.of(
                        new Check<>("files of the kernel are not masked", raw -> has(raw, "MaskedPaths", MASKED)),
                        new Check<>("files of the kernel can be written", raw -> has(raw, "ReadonlyPaths", READ_ONLY))),
                host);
    }

    private Optional<String> mounted() {
        var mounts = made.getMounts() == null ? List.<InspectContainerResponse.Mount>of() : made.getMounts();
        if (workspace == null) {
            return mounts.isEmpty() ? Optional.empty() : Optional.of("something is mounted");
        }
        if (mounts.size() != 1) {
            return Optional.of("more or less than the workspace is mounted");
        }
        var mount = mounts.getFirst();
        var target = mount.getDestination();
        return target != null
                        && ContainerSpec.MOUNT_POINT.equals(target.getPath())
                        && workspace.toString().equals(mount.getSource())
                        && isTrue(mount.getRW())
                        && isPrivate()
                ? Optional.empty()
                : Optional.of("something else than the workspace is mounted");
    }

    /// Whether what is mounted later in the container is not seen on the other side. An engine gives what lies in its
    /// own
    /// directory, as volumes do, only so that the container sees what its machine mounts there later.
    private boolean isPrivate() {
        return made.getRawValues().get("Mounts") instanceof List<?> all
                && all.size() == 1
                && all.getFirst() instanceof Map<?, ?> mount
                && PROPAGATIONS.contains(String.valueOf(mount.get("Propagation")));
    }

    private static <T> Optional<String> first(List<Check<T>> checks, T answer) {
        return checks.stream()
                .filter(check -> !check.passes().test(answer))
                .map(Check::fault)
                .findFirst();
    }

    private static Check<HostConfig> same(String fault, HostConfig told, Function<HostConfig, @Nullable Object> value) {
        return new Check<>(fault, one -> Objects.equals(value.apply(told), value.apply(one)));
    }

    private static boolean has(Map<?, ?> raw, String name, Set<String> paths) {
        return raw.get(name) instanceof Collection<?> all && all.containsAll(paths);
    }

    private static boolean hasNoPorts(HostConfig host) {
        var ports = host.getPortBindings();
        return ports == null || ports.getBindings().isEmpty();
    }

    private static boolean isNoRestart(@Nullable RestartPolicy policy) {
        return policy == null || policy.equals(RestartPolicy.noRestart()) || isEmpty(policy.getName());
    }

    private static Set<String> limits(Ulimit @Nullable [] limits) {
        var texts = new HashSet<String>();
        for (var limit : limits == null ? new Ulimit[0] : limits) {
            texts.add(limit.getName() + "=" + limit.getSoftLong() + ":" + limit.getHardLong());
        }
        return texts;
    }

    private static <T> Set<T> set(T @Nullable [] values) {
        return values == null ? Set.of() : new HashSet<>(Arrays.asList(values));
    }

    private static Set<String> setOf(@Nullable List<String> values) {
        return values == null ? Set.of() : new HashSet<>(values);
    }

    private static List<String> list(String @Nullable [] values) {
        return values == null ? List.of() : List.of(values);
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean isNegative(@Nullable Integer value) {
        return value != null && value < 0;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isEmpty();
            case Object[] array -> array.length == 0;
            case Collection<?> all -> all.isEmpty();
            case Map<?, ?> all -> all.isEmpty();
            default -> false;
        };
    }
}
