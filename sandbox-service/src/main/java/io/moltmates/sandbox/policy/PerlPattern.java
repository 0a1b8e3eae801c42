package io.moltmates.sandbox.policy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/// Refuses patterns of `grep -P` on which a backtracking matcher may take time that grows without bound.
///
/// Allowed are patterns of at most 256 characters without references to groups, recursion, verbs, comments
/// and `\Q…\E`, in which no repeated group holds a repetition, `?` or `|`, with at most 3 repetitions of no
/// fixed number and at most 16 `?` and `|`. What passes takes time that is polynomial in the line, and ends at the
/// limits of the command at the latest.
final class PerlPattern {

    private static final int LENGTH = 256;
    private static final int REPETITIONS = 3;
    private static final int CHOICES = 16;
    private static final int COUNT = 1000;

    private static final Pattern BRACES = Pattern.compile("\\{([0-9]{1,5})(,([0-9]{0,5}))?}");
    private static final Pattern GROUP_START =
            Pattern.compile("\\(\\?(?:[:=!>]|<[=!]|P?<[A-Za-z_][A-Za-z0-9_]{0,31}>|[ims]{1,3}:)");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[ims]{1,3}\\)");

    private final String pattern;
    private final Deque<Group> groups = new ArrayDeque<>();
    private Group lastClosed = new Group();
    private boolean afterQuantifier;
    private int position;
    private int repetitions;
    private int choices;

    private PerlPattern(String pattern) {
        this.pattern = pattern;
    }

    /// What stands within one pair of parentheses.
    private static final class Group {
        private boolean branches;
    }

    /// Throws `RefusedException`.
    static void check(String pattern) {
        if (pattern.length() > LENGTH) {
            throw refused("it is longer than " + LENGTH + " characters");
        }
        new PerlPattern(pattern).walk();
    }

    private void walk() {
        groups.push(new Group());
        while (position < pattern.length()) {
            char c = pattern.charAt(position);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open();
                case ')' -> close();
                case '|' -> {
                    choose();
                    atom(1);
                }
                case '*', '+' -> repeat(1, true);
                case '?' -> maybe();
                case '{' -> braces();
                default -> atom(1);
            }
        }
    }

    private void atom(int length) {
        position += length;
        lastClosed = new Group();
        afterQuantifier = false;
    }

    private void escape() {
        if (position + 1 >= pattern.length()) {
            throw refused("it ends with a backslash");
        }
        char c = pattern.charAt(position + 1);
        if (c >= '1' && c <= '9' || c == 'g' || c == 'k') {
            throw refused("\\" + c + " refers to a group");
        }
        if (c == 'Q' || c == 'E') {
            throw refused("\\" + c + " is not read here; put a backslash before each special character");
        }
        int length = c == 'c' ? 3 : 2;
        if ("xopPN".indexOf(c) >= 0 && pattern.startsWith("{", position + 2)) {
            int end = pattern.indexOf('}', position);
            if (end < 0) {
                throw refused("a brace { is not closed");
            }
            length = end + 1 - position;
        }
        atom(length);
    }

    private void characterClass() {
        int at = position + 1;
        if (pattern.startsWith("^", at)) {
            at++;
        }
        if (pattern.startsWith("]", at)) {
            at++;
        }
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            boolean isEscape = pattern.charAt(at) == '\\';
            if (isEscape && (pattern.startsWith("Q", at + 1) || pattern.startsWith("E", at + 1))) {
                throw refused("\\Q and \\E are not read here");
            }
            int named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at) : -1;
            at = named >= 0 ? named + 2 : at + (isEscape ? 2 : 1);
        }
        if (at >= pattern.length()) {
            throw refused("a bracket [ is not closed");
        }
        atom(at + 1 - position);
    }

    private void open() {
        var rest = pattern.substring(position);
        var flags = FLAGS.matcher(rest);
        if (flags.lookingAt()) {
            atom(flags.end());
            return;
        }
        int length = 1;
        if (rest.startsWith("(*")) {
            throw refused("(* begins a verb");
        }
        if (rest.startsWith("(?")) {
            var start = GROUP_START.matcher(rest);
            if (!start.lookingAt()) {
                throw refused("(? is followed by something else than : = ! > <= <! <name> i m or s");
            }
            length = start.end();
        }
        atom(length);
        groups.push(new Group());
    }

    private void close() {
        if (groups.size() == 1) {
            throw refused("a parenthesis ) closes nothing");
        }
        var closed = groups.pop();
        groups.element().branches |= closed.branches;
        atom(1);
        lastClosed = closed;
    }

    private void choose() {
        groups.element().branches = true;
        if (++choices > CHOICES) {
            throw refused("it has more than " + CHOICES + " signs ? and |");
        }
    }

    /// `?` behind an atom; behind a quantifier it only makes that one lazy.
    private void maybe() {
        if (afterQuantifier) {
            atom(1);
            return;
        }
        choose();
        endQuantifier(1);
    }

    private void braces() {
        var matcher = BRACES.matcher(pattern).region(position, pattern.length());
        if (!matcher.lookingAt()) {
            atom(1);
            return;
        }
        int least = Integer.parseInt(matcher.group(1));
        String upTo = matcher.group(3);
        int most = upTo == null ? least : upTo.isEmpty() ? COUNT : Integer.parseInt(upTo);
        if (least > COUNT || most > COUNT) {
            throw refused("a number of repetitions is above " + COUNT);
        }
        repeat(matcher.end() - position, upTo != null);
    }

    private void repeat(int length, boolean isOpen) {
        if (afterQuantifier) {
            if (pattern.charAt(position) == '+') {
                // possessive: it only takes choices away
                atom(1);
                return;
            }
            throw refused("a repetition is repeated");
        }
        if (lastClosed.branches) {
            throw refused("a group that holds a repetition, ? or | is repeated");
        }
        if (isOpen && ++repetitions > REPETITIONS) {
            throw refused("it has more than " + REPETITIONS + " repetitions");
        }
        groups.element().branches = true;
        endQuantifier(length);
    }

    private void endQuantifier(int length) {
        atom(length);
        afterQuantifier = true;
    }

    private static RefusedException refused(String why) {
        return new RefusedException("grep -P is refused for this pattern: " + why
                + ", so matching it might never end. Write it with -E, or with at most " + REPETITIONS
                + " repetitions that do not stand within each other.");
    }
}
