package io.moltmates.sandbox;

import io.moltmates.sandbox.files.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Decides whom containers run as, so that both they and the file tools can work in a workspace.
///
/// A service that runs as root gives workspaces to a user that nobody else is. Any other can't give
/// files away, so its containers run as itself; in both cases the container's user is not root.
record HostUser(Owner container, @Nullable Owner workspaceOwner) {

    private static final Owner SANDBOX = new Owner(10001, 10001);
    private static final Path SELF = Path.of("/proc/self");

    static HostUser current() {
        try {
            return of((int) Files.getAttribute(SELF, "unix:uid"), (int) Files.getAttribute(SELF, "unix:gid"));
        } catch (UnsupportedOperationException | IllegalArgumentException _) {
            return of(0, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The user of this process could not be found", e);
        }
    }

    static HostUser of(int user, int group) {
        if (user == 0) {
            return new HostUser(SANDBOX, SANDBOX);
        }
        return new HostUser(new Owner(user, group == 0 ? user : group), null);
    }

    String containerUser() {
        return container.user() + ":" + container.group();
    }
}
