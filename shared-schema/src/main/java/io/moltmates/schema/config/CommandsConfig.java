package io.moltmates.schema.config;

/// What people may change by commands in the chat.
///
/// @param model whether people may switch their model with `/model`
public record CommandsConfig(boolean model) {

    public static final CommandsConfig DEFAULT = new CommandsConfig(true);
    public static final CommandsConfig OFF = new CommandsConfig(false);
}
