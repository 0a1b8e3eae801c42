package io.moltmates.sandbox;

import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.SandboxConfig;

/// The part of the configuration that this service knows.
record SandboxSettings(SandboxConfig sandbox, ExecConfig exec) {

    static SandboxSettings of(MoltmateConfig config) {
        return new SandboxSettings(config.sandbox(), config.tools().exec());
    }
}
