package io.moltmates.schema.config;

/// What is logged, and how.
///
/// @param level the least important lines that are logged
/// @param format `text` for people, `json` for machines
public record LoggingConfig(Level level, Format format) {

    /// How important a line is.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }

    /// The form of a line.
    public enum Format {
        TEXT,
        JSON
    }

    public static final LoggingConfig DEFAULT = new LoggingConfig(Level.INFO, Format.TEXT);
}
