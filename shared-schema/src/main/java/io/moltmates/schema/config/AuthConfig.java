package io.moltmates.schema.config;

import org.jspecify.annotations.Nullable;

/// How the operator proves who they are.
///
/// @param token the operator's token; without it one is made at the first start and kept in the state directory
public record AuthConfig(@Nullable Secret token) {

    public static final AuthConfig DEFAULT = new AuthConfig(null);
}
