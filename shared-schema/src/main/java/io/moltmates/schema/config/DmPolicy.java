package io.moltmates.schema.config;

/// Who may write to a bot in a private chat.
public enum DmPolicy {
    /// Whom `allowFrom` lists.
    ALLOWLIST,
    /// Whom `allowFrom` lists, and whom the operator lets in by the code that a stranger is shown.
    PAIRING,
    /// Everybody; `allowFrom` must say so too, with `*`.
    OPEN,
    /// Nobody.
    DISABLED
}
