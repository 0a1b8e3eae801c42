package io.moltmates.sandbox.proxy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks whether a workspace is a directory of its own: an engine follows links, to wherever on its
/// machine they lead.
///
/// @param users the directory of all people where the proxy sees it; null if it does not
record Links(@Nullable Path users) {

    /// Why the person's workspace may not be mounted; empty if it may, and if nothing can be seen.
    Optional<String> fault(String person) {
        if (users == null) {
            return Optional.empty();
        }
        var directory = users.resolve(person);
        var workspace = directory.resolve("workspace");
        return isDirectory(directory) && isDirectory(workspace)
                ? Optional.empty()
                : Optional.of(workspace + " is no directory that the proxy can see, or is reached by a link");
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
