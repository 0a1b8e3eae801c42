package io.moltmates.sandbox.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// Tells a directory from a later one under the same path, which a container that mounted the earlier
/// one does not see.
final class WorkspaceIdentity {

    private WorkspaceIdentity() {}

    /// The file system's number and time of birth for it, as a short text; empty if it is not there.
    static Optional<String> of(Path directory) {
        try {
            var attributes = Files.readAttributes(directory, BasicFileAttributes.class);
            return Optional.of(Digest.of(directory + " " + attributes.fileKey() + " " + attributes.creationTime()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
