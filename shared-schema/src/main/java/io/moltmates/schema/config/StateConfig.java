package io.moltmates.schema.config;

/// How the state directory is written.
///
/// @param sync whether each step is forced to the disk before its effect; `auto` does so on shared volumes
public record StateConfig(Sync sync) {

    /// When a step is forced to the disk.
    public enum Sync {
        AUTO,
        ALWAYS,
        NEVER
    }

    public static final StateConfig DEFAULT = new StateConfig(Sync.AUTO);
}
