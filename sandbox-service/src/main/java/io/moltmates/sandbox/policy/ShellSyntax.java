package io.moltmates.sandbox.policy;

import java.util.Map;

/// Knows the characters that mean something to a shell, and says what to do without one.
final class ShellSyntax {

    private static final String VARIABLE = "There are no variables and no $(…); write the value itself.";
    private static final String PATTERN = "File names are not completed; name each file.";
    private static final String GROUP = "Commands can't be grouped; write them one after the other with && || or ;.";

    private static final Map<Character, String> INSTEAD = Map.ofEntries(
            Map.entry('$', VARIABLE),
            Map.entry('`', "No command runs within another; run that one first, and write what it printed."),
            Map.entry('>', "Output is not put into files; it comes back to you, and you can write it with a tool."),
            Map.entry('<', "Input is not read from files this way; name the file as an argument."),
            Map.entry('&', "Nothing runs in the background; part commands by && or ;, and pipe by |."),
            Map.entry('*', PATTERN),
            Map.entry('?', PATTERN),
            Map.entry('[', PATTERN),
            Map.entry(']', PATTERN),
            Map.entry('~', "Write paths as they are seen from the workspace, such as notes/a.txt."),
            Map.entry('(', GROUP),
            Map.entry(')', GROUP),
            Map.entry('{', "Nothing is repeated for words in braces; write each word."),
            Map.entry('}', "Nothing is repeated for words in braces; write each word."),
            Map.entry('!', "How a command ended can't be turned around; use || for what is to run after a failure."),
            Map.entry('#', "There are no comments; leave it out."));

    private static final String AT_START = "!#";

    private ShellSyntax() {}

    /// @param atStart whether a word begins here, where some more characters are special
    static boolean isSpecial(char c, boolean atStart) {
        return INSTEAD.containsKey(c) && (atStart || AT_START.indexOf(c) < 0);
    }

    static RefusedException refusal(char c) {
        return new RefusedException("The command holds the character " + c
                + " outside of quotes, which is shell syntax; there is no shell here. " + INSTEAD.get(c)
                + " If the character itself is meant, put single quotes around that argument.");
    }

    static RefusedException refusalInQuotes(char c) {
        return new RefusedException("The command holds the character " + c
                + " in double quotes, which is shell syntax; there is no shell here. " + INSTEAD.get(c)
                + " If the character itself is meant, put single quotes around that argument.");
    }
}
