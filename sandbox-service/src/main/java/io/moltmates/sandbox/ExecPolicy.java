package io.moltmates.sandbox;

import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.config.ExecConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Decides whether a command may run: one program without a shell, whose name is on the list byte for
/// byte.
final class ExecPolicy {

    private static final int MAX_ARGUMENTS = 256;
    private static final int MAX_BYTES = 64 << 10;

    private final ExecConfig config;

    ExecPolicy(ExecConfig config) {
        this.config = config;
    }

    /// What the policy says of one command.
    sealed interface Decision {

        record Allowed(ExecPlan plan, Duration limit) implements Decision {}

        /// @param reason a sentence for the model, with what is allowed
        record Denied(String reason) implements Decision {}
    }

    Decision decide(Exec request) {
        if (config.security() == ExecConfig.Security.DENY || config.safeBins().isEmpty()) {
            return new Decision.Denied("Commands are switched off by the configuration; no program may run.");
        }
        String line = request.line();
        if (line == null) {
            return decide(request.arguments(), request.timeoutMillis());
        }
        if (!request.arguments().isEmpty()) {
            return new Decision.Denied("Give either a line or a list of arguments, not both.");
        }
        return switch (CommandLine.parse(line)) {
            case CommandLine.Parsed.Arguments(var arguments) -> decide(arguments, request.timeoutMillis());
            case CommandLine.Parsed.Refused(var reason) -> new Decision.Denied(reason);
        };
    }

    private Decision decide(List<String> arguments, long timeoutMillis) {
        if (arguments.isEmpty()) {
            return new Decision.Denied("The command is empty. " + allowed());
        }
        if (!config.safeBins().contains(arguments.getFirst())) {
            return new Decision.Denied(
                    "\"" + shown(arguments.getFirst()) + "\" is not a program that may run. " + allowed());
        }
        if (arguments.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            return new Decision.Denied("An argument holds a zero byte, which no program can be given.");
        }
        int bytes = arguments.stream()
                .mapToInt(argument -> argument.getBytes(StandardCharsets.UTF_8).length + 1)
                .sum();
        if (arguments.size() > MAX_ARGUMENTS || bytes > MAX_BYTES) {
            return new Decision.Denied("The command is too long: at most " + MAX_ARGUMENTS + " arguments and "
                    + MAX_BYTES + " bytes. Put the text into a file instead.");
        }
        return new Decision.Allowed(ExecPlan.of(arguments), limit(timeoutMillis));
    }

    private Duration limit(long timeoutMillis) {
        var asked = Duration.ofMillis(timeoutMillis);
        return timeoutMillis > 0 && asked.compareTo(config.timeout()) < 0 ? asked : config.timeout();
    }

    private String allowed() {
        return "These may run: " + String.join(", ", config.safeBins()) + ".";
    }

    private static String shown(String name) {
        String printable = name.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "…";
    }
}
