package io.moltmates.sandbox;

import java.util.ArrayList;
import java.util.List;

/// Splits one command's line into arguments by simple rules of quoting; whatever only a shell could do
/// is refused.
///
/// Spaces part arguments. Within '…' everything stands for itself; within "…" a backslash makes the
/// next `"` or `\` plain; outside, it makes any character plain.
final class CommandLine {

    private static final String SHELL_CHARACTERS = "|&;<>()`$*?[]{}!";
    private static final String SHELL_AT_START = "~#";

    private final String line;
    private final List<String> arguments = new ArrayList<>();
    private StringBuilder argument = new StringBuilder();
    private boolean inArgument;
    private int position;

    private CommandLine(String line) {
        this.line = line;
    }

    /// How a line was understood.
    sealed interface Parsed {

        record Arguments(List<String> values) implements Parsed {}

        /// @param reason a sentence for the model
        record Refused(String reason) implements Parsed {}
    }

    static Parsed parse(String line) {
        try {
            return new Parsed.Arguments(new CommandLine(line).split());
        } catch (ShellSyntaxException e) {
            return new Parsed.Refused(e.reason);
        }
    }

    private List<String> split() {
        while (position < line.length()) {
            char c = line.charAt(position++);
            switch (c) {
                case ' ', '\t' -> endArgument();
                case '\'' -> singleQuoted();
                case '"' -> doubleQuoted();
                case '\\' -> escaped();
                default -> plain(c);
            }
        }
        endArgument();
        return List.copyOf(arguments);
    }

    private void plain(char c) {
        if (c == '\n' || c == '\r') {
            throw new ShellSyntaxException("The command holds a line break; give one command on one line.");
        }
        if (SHELL_CHARACTERS.indexOf(c) >= 0 || !inArgument && SHELL_AT_START.indexOf(c) >= 0) {
            throw new ShellSyntaxException("The command holds the character " + c
                    + " outside of quotes, which is shell syntax; there is no shell here. Give one program with its"
                    + " arguments, and put single quotes around an argument that holds such a character.");
        }
        append(c);
    }

    private void singleQuoted() {
        inArgument = true;
        int end = line.indexOf('\'', position);
        if (end < 0) {
            throw unfinished('\'');
        }
        argument.append(line, position, end);
        position = end + 1;
    }

    private void doubleQuoted() {
        inArgument = true;
        while (position < line.length()) {
            char c = line.charAt(position++);
            if (c == '"') {
                return;
            }
            if (c == '$' || c == '`') {
                throw new ShellSyntaxException("The command holds the character " + c
                        + " in double quotes, which is shell syntax; put single quotes around that argument.");
            }
            if (c == '\\' && position < line.length() && "\"\\$`".indexOf(line.charAt(position)) >= 0) {
                c = line.charAt(position++);
            }
            argument.append(c);
        }
        throw unfinished('"');
    }

    private void escaped() {
        if (position == line.length()) {
            throw new ShellSyntaxException("The command ends with a backslash that stands before nothing.");
        }
        append(line.charAt(position++));
    }

    private void append(char c) {
        inArgument = true;
        argument.append(c);
    }

    private void endArgument() {
        if (inArgument) {
            arguments.add(argument.toString());
            argument = new StringBuilder();
            inArgument = false;
        }
    }

    private static ShellSyntaxException unfinished(char quote) {
        return new ShellSyntaxException("The command has a quote " + quote + " that is not closed.");
    }

    /// The line needs a shell, or makes no sense.
    private static final class ShellSyntaxException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String reason;

        ShellSyntaxException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
