package io.moltmates.schema.config;

import io.moltmates.schema.UserId;
import java.util.List;

/// What people may change by commands in the chat.
///
/// @param model whether people may switch their model with `/model`
/// @param operators ids of people who may give every command, also where others may not
public record CommandsConfig(boolean model, List<String> operators) {

    public static final CommandsConfig DEFAULT = new CommandsConfig(true, List.of());
    public static final CommandsConfig OFF = new CommandsConfig(false, List.of());

    public CommandsConfig {
        operators = List.copyOf(operators);
        Check.each(
                "operators",
                operators,
                text -> PersonAddress.parse(text).isPresent(),
                "is not an id with its channel",
                "Write it like telegram:123456. A user name does not count: it may be taken by somebody else.");
    }

    /// Whether this person may give every command.
    public boolean isOperator(UserId user) {
        return operators.stream()
                .flatMap(text -> PersonAddress.parse(text).stream())
                .anyMatch(user::equals);
    }
}
