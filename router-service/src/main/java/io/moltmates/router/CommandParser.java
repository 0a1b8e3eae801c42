package io.moltmates.router;

import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.config.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Tells commands from messages.
///
/// A command is one word right behind a slash, in any case, with an optional `@botname` and an argument. What only
/// looks like one goes on as a message: a path (`/etc/passwd`), a comment (`// …`), a slash alone, a number (`/2`).
final class CommandParser {

    static final List<String> WORDS = List.of(
            "new",
            "reset",
            "stop",
            "model",
            "status",
            "whoami",
            "help",
            "persona",
            "start",
            "commands",
            "usage",
            "limits",
            "context",
            "compact",
            "export",
            "forget",
            "think",
            "verbose",
            "queue",
            "timezone",
            "activation",
            "link",
            "unlink");

    private static final Pattern SHAPE = Pattern.compile(
            "/([a-z][a-z_-]{0,31})(?:@[a-z0-9_]+)?(?:\\s+(.*))?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private CommandParser() {}

    static Command parse(String text) {
        var match = SHAPE.matcher(text.strip());
        if (!match.matches()) {
            return new Command.None();
        }
        String word = match.group(1).toLowerCase(Locale.ROOT);
        String argument = match.group(2) == null ? "" : match.group(2).strip();
        return switch (word) {
            case "stop", "cancel", "abort" -> new Command.ForTurns(Control.STOP, argument);
            case "reset" -> new Command.ForTurns(Control.RESET, argument);
            case "new", "clear" -> new Command.ForTurns(Control.NEW, argument);
            case "status" -> new Command.ForTurns(Control.STATUS, argument);
            case "model", "models" -> new Command.ForTurns(Control.MODEL, argument);
            case "persona", "personas", "soul" -> new Command.Persona();
            case "start" -> new Command.Start();
            case "usage", "cost", "tokens" -> new Command.ForTurns(Control.USAGE, argument);
            case "limits", "limit" -> new Command.ForTurns(Control.LIMITS, argument);
            case "context" -> new Command.ForTurns(Control.CONTEXT, argument);
            case "compact", "summarize" -> new Command.ForTurns(Control.COMPACT, argument);
            case "export" -> new Command.ForTurns(Control.EXPORT, argument);
            case "forget" -> new Command.ForTurns(Control.FORGET, argument);
            case "think", "thinking" -> new Command.ForTurns(Control.THINK, argument);
            case "verbose" -> new Command.ForTurns(Control.VERBOSE, argument);
            case "timezone", "tz" -> new Command.ForTurns(Control.TIMEZONE, argument);
            case "queue" -> new Command.ForTurns(Control.QUEUE, argument);
            case "help" -> new Command.Help();
            case "commands" -> new Command.Commands();
            case "whoami", "id" -> new Command.WhoAmI();
            case "activation" -> new Command.Activation(argument.toLowerCase(Locale.ROOT));
            case "link" -> new Command.Link(link(argument));
            case "unlink" -> new Command.Unlink(argument);
            default -> new Command.Unknown(word, Nearest.to(word, WORDS).orElse(""));
        };
    }

    private static String link(String argument) {
        String word = argument.toLowerCase(Locale.ROOT);
        return word.equals(Linking.CONFIRM) || word.equals(Linking.CANCEL) ? word : argument;
    }
}
