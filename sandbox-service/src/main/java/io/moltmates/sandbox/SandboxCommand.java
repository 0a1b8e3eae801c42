package io.moltmates.sandbox;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One program to run, which the policy has allowed.
///
/// @param session whose container it runs in
/// @param arguments the program's name and its arguments; no shell reads them
/// @param workspace the directory that is mounted, and the only one
/// @param preparation makes the workspace ready before a container mounts it; what it returns is the
/// outcome instead
public record SandboxCommand(
        UserId user,
        String session,
        List<String> arguments,
        Duration limit,
        Path workspace,
        Supplier<Optional<SandboxOutcome>> preparation) {

    public SandboxCommand {
        arguments = List.copyOf(arguments);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("A command has at least the name of its program.");
        }
    }

    @Override
    public String toString() {
        return "SandboxCommand[user=" + user + ", session=" + session + "]";
    }
}
