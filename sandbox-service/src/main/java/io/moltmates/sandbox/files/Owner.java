package io.moltmates.sandbox.files;

/// The user and group, as numbers, that a file belongs to.
public record Owner(int user, int group) {

    /// Root owns nothing in a workspace: what a container may touch must never be root's.
    public Owner {
        if (user <= 0 || group <= 0) {
            throw new IllegalArgumentException("Not a user and group for a workspace: " + user + ":" + group
                    + ". Expected numbers above 0, not root's.");
        }
    }

    boolean owns(FileStatus status) {
        return status.owner() == user && status.group() == group;
    }
}
