package io.moltmates.schema.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What the tool `exec` may run.
///
/// @param security `allowlist` runs what `safeBins` names, `deny` runs nothing
/// @param safeBins the programs that may run, by name, without a path
/// @param timeout how long one command may run
/// @param programs more about programs that have no grammar of their own, by their name
public record ExecConfig(
        Security security, List<String> safeBins, Duration timeout, Map<String, ProgramConfig> programs) {

    /// Whether anything may run.
    public enum Security {
        ALLOWLIST,
        DENY
    }

    /// The programs whose options the sandbox knows one by one; also the default of `safeBins`.
    public static final List<String> KNOWN_PROGRAMS = List.of("cat", "head", "tail", "grep", "wc", "pdftotext");

    public static final ExecConfig DEFAULT = new ExecConfig(Security.ALLOWLIST, KNOWN_PROGRAMS, Duration.ofMinutes(1));
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
        programs = Map.copyOf(programs);
    }

    /// Nothing more is said of any program.
    public ExecConfig(Security security, List<String> safeBins, Duration timeout) {
        this(security, safeBins, timeout, Map.of());
    }
}
