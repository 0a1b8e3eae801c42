package io.moltmates.schema.config;

import java.time.Duration;
import java.util.List;

/// What the tool `exec` may run.
///
/// @param security `allowlist` runs what `safeBins` names, `deny` runs nothing
/// @param safeBins the programs that may run, by name, without a path
/// @param timeout how long one command may run
public record ExecConfig(Security security, List<String> safeBins, Duration timeout) {

    /// Whether anything may run.
    public enum Security {
        ALLOWLIST,
        DENY
    }

    private static final List<String> HARMLESS = List.of("cat", "head", "tail", "grep", "wc", "pdftotext");

    public static final ExecConfig DEFAULT = new ExecConfig(Security.ALLOWLIST, HARMLESS, Duration.ofMinutes(1));
    public static final ExecConfig OFF = new ExecConfig(Security.DENY, List.of(), Duration.ofMinutes(1));

    public ExecConfig {
        safeBins = safeBins.stream().distinct().toList();
        Check.each(
                "safeBins",
                safeBins,
                name -> name.matches("[A-Za-z0-9_][A-Za-z0-9._+-]*"),
                "is not the plain name of a program",
                "Write a name without slashes or spaces, such as grep.");
        Check.range("timeout", timeout, Duration.ofMillis(100), Duration.ofHours(1));
    }
}
