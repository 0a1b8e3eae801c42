package io.moltmates.schema.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts environment variables into strings: `${NAME}` is the variable's value, `$${` is `${` itself.
final class Variables {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;
    private final FindingList findings;

    Variables(Map<String, String> environment, FindingList findings) {
        this.environment = environment;
        this.findings = findings;
    }

    /// A text with all its variables, or `Unfilled` when one is missing, which has then been reported.
    Node fill(Node.Text text, String path) {
        Matcher reference = REFERENCE.matcher(text.value());
        var result = new StringBuilder();
        boolean filled = false;
        while (reference.find()) {
            String name = reference.group(1);
            if (name == null) {
                reference.appendReplacement(result, Matcher.quoteReplacement("${"));
                continue;
            }
            String value = valueOf(text, path, name, !reference.group(2).isEmpty());
            if (value.isEmpty()) {
                return new Node.Unfilled(text.at());
            }
            reference.appendReplacement(result, Matcher.quoteReplacement(value));
            filled = true;
        }
        return new Node.Text(text.at(), reference.appendTail(result).toString(), filled);
    }

    /// Empty when there is none, which has then been reported.
    private String valueOf(Node.Text text, String path, String name, boolean closed) {
        if (!closed || !NAME.matcher(name).matches()) {
            findings.error(
                    text.at(),
                    path,
                    "this is not the name of an environment variable",
                    "Write ${NAME}, or $${ for the two signs themselves.");
            return "";
        }
        String value = environment.getOrDefault(name, "");
        if (value.isEmpty()) {
            findings.error(
                    text.at(),
                    path,
                    "the environment variable " + name + " is not set",
                    "Set " + name + " before the start, or write the value here.");
        }
        return value;
    }
}
