package io.moltmates.sandbox.files;

/// Gives a workspace back to the container's user, as after a backup was unpacked by somebody else.
final class OwnerRepair {

    /// More is left as it is: the person's own programs made those, so they are theirs already.
    private static final int MAX_ENTRIES = 20_000;

    private static final int MAX_DEPTH = 32;

    private final Owner owner;
    private int left = MAX_ENTRIES;

    OwnerRepair(Owner owner) {
        this.owner = owner;
    }

    /// @param directory opened for reading
    void repair(Descriptor directory) {
        repair(directory, MAX_DEPTH);
    }

    private void repair(Descriptor directory, int depth) {
        if (!owner.owns(directory.status())) {
            directory.changeOwner(owner);
        }
        DirectoryLister.eachName(directory, left, name -> {
            left--;
            try {
                var status = directory.statusOf(name);
                if (status.isDirectory() && depth > 0 && left > 0) {
                    try (var below = directory.open(name, Syscall.O_DIRECTORY)) {
                        repair(below, depth - 1);
                    }
                } else if (!owner.owns(status) && status.links() == 1) {
                    directory.changeOwner(name, owner);
                }
            } catch (SyscallException _) {
                // a container that runs meanwhile took it away or put something else there, which is its own
            }
            return left > 0;
        });
    }
}
