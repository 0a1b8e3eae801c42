package io.moltmates.schema.config;

/// How long a conversation lasts.
///
/// @param reset when the next message begins a new one by itself
public record SessionConfig(SessionResetConfig reset) {

    public static final SessionConfig DEFAULT = new SessionConfig(SessionResetConfig.NEVER);
}
