package io.moltmates.sandbox.policy;

import io.moltmates.sandbox.policy.ExecPlan.Condition;
import java.util.ArrayList;
import java.util.List;

/// Reads one line into pipelines of words by rules of its own; whatever only a shell could do is
/// refused.
///
/// Spaces and tabs part words; `|`, `&&`, `||` and `;` part commands. Within '…' everything stands for
/// itself; within "…" a backslash makes the next `"`, `\`, `$` or backtick plain; outside of quotes it makes
/// any character plain. A line that is read gives the same words that a POSIX shell would make of it.
final class CommandLine {

    private static final String BLANKS = " \t";
    private static final String OPERATORS = "|&;";

    private final String line;
    private int position;

    private CommandLine(String line) {
        this.line = line;
    }

    /// Programs that are piped into each other, each as its name and arguments.
    record Commands(Condition condition, List<List<String>> stages) {

        Commands {
            stages = List.copyOf(stages);
        }
    }

    /// What stands between two commands, or behind the last.
    private enum Operator {
        PIPE("|"),
        AND("&&"),
        OR("||"),
        THEN(";"),
        END("its end");

        private final String text;

        Operator(String text) {
            this.text = text;
        }
    }

    /// Throws `RefusedException`. Each stage has at least one word.
    static List<Commands> parse(String line) {
        Bounds.checkLine(line);
        return new CommandLine(line).pipelines();
    }

    private List<Commands> pipelines() {
        var pipelines = new ArrayList<Commands>();
        var condition = Condition.ALWAYS;
        while (true) {
            var stages = new ArrayList<List<String>>();
            Operator next;
            do {
                var words = words();
                next = operator();
                if (words.isEmpty()) {
                    if (next == Operator.END && stages.isEmpty() && condition == Condition.ALWAYS) {
                        return pipelines;
                    }
                    throw new RefusedException("The command has no program before " + next.text
                            + ". Write a program on both sides of | && || and ; or leave that out.");
                }
                stages.add(words);
                if (stages.size() > Bounds.STAGES) {
                    throw new RefusedException("The command is too long: at most " + Bounds.STAGES
                            + " programs may be piped into each other. Give several commands.");
                }
            } while (next == Operator.PIPE);
            pipelines.add(new Commands(condition, stages));
            if (pipelines.size() > Bounds.PIPELINES) {
                throw new RefusedException("The command is too long: at most " + Bounds.PIPELINES
                        + " pipelines may stand between && || and ; signs. Give several commands.");
            }
            switch (next) {
                case AND -> condition = Condition.IF_SUCCEEDED;
                case OR -> condition = Condition.IF_FAILED;
                case THEN -> condition = Condition.ALWAYS;
                case END, PIPE -> {
                    return pipelines;
                }
            }
        }
    }

    /// The words up to the next operator.
    private List<String> words() {
        var words = new ArrayList<String>();
        while (true) {
            while (position < line.length() && BLANKS.indexOf(line.charAt(position)) >= 0) {
                position++;
            }
            if (position == line.length() || OPERATORS.indexOf(line.charAt(position)) >= 0) {
                return words;
            }
            words.add(word());
        }
    }

    private Operator operator() {
        if (position == line.length()) {
            return Operator.END;
        }
        char first = line.charAt(position++);
        boolean isDouble = position < line.length() && line.charAt(position) == first;
        if (first == ';') {
            return Operator.THEN;
        }
        if (isDouble) {
            position++;
            return first == '|' ? Operator.OR : Operator.AND;
        }
        if (first == '&' || position < line.length() && line.charAt(position) == '&') {
            throw ShellSyntax.refusal('&');
        }
        return Operator.PIPE;
    }

    private String word() {
        var word = new StringBuilder();
        int start = position;
        while (position < line.length()) {
            char c = line.charAt(position);
            if (BLANKS.indexOf(c) >= 0 || OPERATORS.indexOf(c) >= 0) {
                break;
            }
            if (ShellSyntax.isSpecial(c, position == start)) {
                throw ShellSyntax.refusal(c);
            }
            position++;
            switch (c) {
                case '\'' -> singleQuoted(word);
                case '"' -> doubleQuoted(word);
                case '\\' -> escaped(word);
                default -> word.append(c);
            }
        }
        return word.toString();
    }

    private void singleQuoted(StringBuilder word) {
        int end = line.indexOf('\'', position);
        if (end < 0) {
            throw unfinished('\'');
        }
        word.append(line, position, end);
        position = end + 1;
    }

    private void doubleQuoted(StringBuilder word) {
        while (position < line.length()) {
            char c = line.charAt(position++);
            if (c == '"') {
                return;
            }
            if (c == '$' || c == '`') {
                throw ShellSyntax.refusalInQuotes(c);
            }
            if (c == '\\' && position < line.length() && "\"\\$`".indexOf(line.charAt(position)) >= 0) {
                c = line.charAt(position++);
            }
            word.append(c);
        }
        throw unfinished('"');
    }

    private void escaped(StringBuilder word) {
        if (position == line.length()) {
            throw new RefusedException("The command ends with the character \\ that stands before nothing."
                    + " Leave it out, or put single quotes around it.");
        }
        word.append(line.charAt(position++));
    }

    private static RefusedException unfinished(char quote) {
        return new RefusedException("The command has a quote " + quote + " that is not closed. Close it, or write "
                + (quote == '"' ? "\\\"" : "\\'") + " for the character itself.");
    }
}
