package io.moltmates.sandbox.supervisor;

import java.util.Map;

/// What a supervisor says about itself when it is attached to.
///
/// @param version the protocol's
/// @param landlockAbi the kernel's Landlock version; 0 if it has none
/// @param runningRun what still ran for an earlier client, see [RunId]; 0 if nothing did
/// @param programs each allowed program by its name in `tools.exec.safeBins`, with its absolute path in
/// the container; an empty path if the image does not have it
public record Greeting(int version, int landlockAbi, long runningRun, Map<String, String> programs) {

    public Greeting {
        programs = Map.copyOf(programs);
    }
}
