package io.moltmates.schema.config;

import java.util.List;

/// What a configuration file came to: settings that can be used in any case, and all that is wrong in it, in the file's
/// order.
public record LoadedConfig(MoltmateConfig config, List<Finding> findings) {

    public LoadedConfig {
        findings = List.copyOf(findings);
    }

    public boolean hasErrors() {
        return findings.stream().anyMatch(finding -> !finding.isWarning());
    }

    /// Whether the file could be read to its end, so that each section has been looked at.
    public boolean isWhole() {
        return findings.stream()
                .allMatch(finding -> finding.isWarning() || !finding.key().isEmpty());
    }

    /// The findings that forbid a start, such as an open bind without a token; empty means that the program may start.
    public List<Finding> refusals() {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.FATAL)
                .toList();
    }
}
