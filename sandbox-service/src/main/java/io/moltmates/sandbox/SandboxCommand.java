package io.moltmates.sandbox;

import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// What one request runs, which the policy has allowed.
///
/// @param session whose container it runs in
/// @param id the step's, under which a run that was cut off is found again
/// @param plan the programs; no shell reads them
/// @param limit how long all of it may run together
/// @param workspace the directory that is mounted, and the only one
/// @param preparation makes the workspace ready before a container mounts it; what it returns is the
/// outcome instead
public record SandboxCommand(
        UserId user,
        String session,
        String id,
        ExecPlan plan,
        Duration limit,
        Path workspace,
        Supplier<Optional<SandboxOutcome>> preparation) {

    @Override
    public String toString() {
        return "SandboxCommand[user=" + user + ", session=" + session + ", id=" + id + "]";
    }
}
