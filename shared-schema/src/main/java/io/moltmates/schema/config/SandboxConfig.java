package io.moltmates.schema.config;

import java.time.Duration;

/// Where commands run.
///
/// @param mode `on` runs commands in containers, `off` runs none; there is no way to run them on the host
/// @param scope whether each session or each person has a container of their own
/// @param network the container's network; only `none`
/// @param docker the containers
/// @param workspaceMb how much a person's workspace may hold, in megabytes
/// @param idle after how long without a command a container goes
public record SandboxConfig(
        Mode mode, Scope scope, String network, DockerConfig docker, int workspaceMb, Duration idle) {

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

    public static final SandboxConfig DEFAULT =
            new SandboxConfig(Mode.ON, Scope.SESSION, "none", DockerConfig.DEFAULT, 1024, Duration.ofMinutes(15));
    public static final SandboxConfig OFF =
            new SandboxConfig(Mode.OFF, Scope.SESSION, "none", DockerConfig.DEFAULT, 1024, Duration.ofMinutes(15));

    public SandboxConfig {
        if (!network.equals("none")) {
            throw new InvalidSetting("network", "is not allowed", "Write none: commands have no network.");
        }
        Check.range("workspaceMb", workspaceMb, 1, 1_000_000);
        Check.range("idle", idle, Duration.ofSeconds(10), Duration.ofDays(1));
    }

    public boolean isOn() {
        return mode == Mode.ON;
    }
}
