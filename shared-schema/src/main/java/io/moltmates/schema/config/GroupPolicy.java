package io.moltmates.schema.config;

/// In which groups a bot answers.
public enum GroupPolicy {
    /// In those that `groups` lists.
    ALLOWLIST,
    /// In every group that it was added to.
    OPEN,
    /// In none.
    DISABLED
}
