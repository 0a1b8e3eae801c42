package io.moltmates.schema.config;

import java.time.Duration;

/// Where commands run.
///
/// @param mode `on` runs commands in containers, `off` runs none; there is no way to run them on the host
/// @param scope whether each session or each person has a container of their own
/// @param network the container's network: `none`, or the name of a network of the engine
/// @param docker the containers
/// @param workspaceMb how much a person's workspace may hold, in megabytes
/// @param idle after how long without a command a container goes
/// @param maxAge a container that is older is replaced when it is not busy
/// @param parallel how many commands run at the same time, of all people together
/// @param pool how many containers are prepared for sessions that have none yet
public record SandboxConfig(
        Mode mode,
        Scope scope,
        String network,
        DockerConfig docker,
        int workspaceMb,
        Duration idle,
        Duration maxAge,
        int parallel,
        int pool) {

    /// Whether commands run at all.
    public enum Mode {
        ON,
        OFF
    }

    /// Who shares a container.
    public enum Scope {
        SESSION,
        USER
    }

    /// The network that has nothing in it.
    public static final String NO_NETWORK = "none";

    public static final SandboxConfig DEFAULT = in(Mode.ON);
    public static final SandboxConfig OFF = in(Mode.OFF);

    public SandboxConfig {
        checkNetwork(network);
        Check.range("workspaceMb", workspaceMb, 1, 1_000_000);
        Check.range("idle", idle, Duration.ofSeconds(10), Duration.ofDays(1));
        Check.range("maxAge", maxAge, Duration.ofMinutes(10), Duration.ofDays(30));
        Check.range("parallel", parallel, 1, 10_000);
        Check.range("pool", pool, 0, 64);
    }

    public boolean isOn() {
        return mode == Mode.ON;
    }

    public boolean hasNetwork() {
        return !network.equals(NO_NETWORK);
    }

    private static SandboxConfig in(Mode mode) {
        return new SandboxConfig(
                mode,
                Scope.SESSION,
                NO_NETWORK,
                DockerConfig.DEFAULT,
                1024,
                Duration.ofMinutes(15),
                Duration.ofHours(24),
                64,
                2);
    }

    private static void checkNetwork(String network) {
        String right = "Write none, which is the default, or the name of a network that you made for this.";
        if (network.equalsIgnoreCase("host")) {
            throw new InvalidSetting(
                    "network", "is not allowed, because commands would reach all that this machine reaches", right);
        }
        if (network.startsWith("container:")) {
            throw new InvalidSetting(
                    "network", "is not allowed, because commands would stand in another container's network", right);
        }
        if (!network.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")) {
            throw new InvalidSetting("network", "is not the plain name of a network", right);
        }
    }
}
