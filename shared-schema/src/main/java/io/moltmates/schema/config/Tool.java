package io.moltmates.schema.config;

import java.util.Locale;

/// A tool that an assistant may have.
public enum Tool {
    READ,
    WRITE,
    EDIT,
    DELETE,
    LIST,
    EXEC;

    /// The name that models and the configuration know it by: `read`.
    public String toolName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
