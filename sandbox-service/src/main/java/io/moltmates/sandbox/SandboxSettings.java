package io.moltmates.sandbox;

import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.SandboxConfig;
import io.moltmates.schema.config.StateConfig;

/// The part of the configuration that this service knows.
///
/// @param sync whether each step is forced to the disk before its effect
public record SandboxSettings(SandboxConfig sandbox, ExecConfig exec, boolean sync) {

    static SandboxSettings of(MoltmateConfig config) {
        return new SandboxSettings(
                config.sandbox(), config.tools().exec(), config.state().sync() == StateConfig.Sync.ALWAYS);
    }
}
