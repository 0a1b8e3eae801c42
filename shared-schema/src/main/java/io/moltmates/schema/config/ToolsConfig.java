package io.moltmates.schema.config;

import java.util.List;

/// What assistants may do besides talking.
///
/// @param allow the tools they have
/// @param exec what the tool `exec` may run
/// @param media what becomes of files that a model can't take as they are
public record ToolsConfig(List<Tool> allow, ExecConfig exec, MediaConfig media) {

    public static final ToolsConfig DEFAULT =
            new ToolsConfig(List.of(Tool.values()), ExecConfig.DEFAULT, MediaConfig.DEFAULT);
    public static final ToolsConfig OFF = new ToolsConfig(List.of(), ExecConfig.OFF, MediaConfig.OFF);

    public ToolsConfig {
        allow = allow.stream().distinct().toList();
    }

    public boolean allows(Tool tool) {
        return allow.contains(tool) && (tool != Tool.EXEC || exec.security() == ExecConfig.Security.ALLOWLIST);
    }
}
