package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.supervisor.Supervisor;
import java.time.Duration;
import java.time.Instant;

/// A running container that this process is attached to.
///
/// @param posture how it was made
/// @param directory what the workspace was when it was mounted
record LiveContainer(String id, String posture, String directory, Instant made, Supervisor supervisor) {

    /// Whether a command may run in it: it is made as one would be made now, and its supervisor is there.
    boolean fits(String nowPosture, String nowDirectory) {
        return posture.equals(nowPosture) && directory.equals(nowDirectory) && supervisor.isOpen();
    }

    boolean isOlderThan(Duration age) {
        return made.plus(age).isBefore(Instant.now());
    }
}
