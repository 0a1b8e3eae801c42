package io.moltmates.gateway;

import java.util.stream.Collectors;

/// Makes text of strangers harmless for a terminal: control characters, and those that turn the writing direction, are
/// shown instead of obeyed.
final class HarmlessText {

    private static final String NEW_LINE = " ⏎ ";

    private HarmlessText() {}

    /// On one line; `\n` becomes a visible sign, a tab a space, anything else that a terminal obeys its escape
    /// `\\u001b`.
    static String line(String text) {
        var line = new StringBuilder(text.length());
        text.strip().codePoints().forEach(c -> {
            switch (c) {
                case '\r' -> {}
                case '\n', 0x0085, 0x2028, 0x2029 -> line.append(NEW_LINE);
                case '\t' -> line.append(' ');
                default -> append(line, c);
            }
        });
        return line.toString();
    }

    /// On one line, with the blanks that it begins with.
    static String indented(String text) {
        return " ".repeat(text.length() - text.stripLeading().length()) + line(text);
    }

    /// Of several lines, each with this before it, so that none can be taken for one of ours.
    static String block(String text, String before) {
        return text.strip().lines().map(line -> before + indented(line)).collect(Collectors.joining("\n"));
    }

    /// JSON that says the same; such characters occur in its strings only.
    static String json(String json) {
        var text = new StringBuilder(json.length());
        json.codePoints().forEach(c -> append(text, c));
        return text.toString();
    }

    /// One line with at most this many characters, and how many there were.
    static String clip(String text, int most) {
        String line = line(text);
        if (line.codePointCount(0, line.length()) <= most) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, most)) + "… (" + text.length() + " characters)";
    }

    private static void append(StringBuilder text, int c) {
        if (isObeyed(c)) {
            for (char unit : Character.toChars(c)) {
                text.append("\\u%04x".formatted((int) unit));
            }
        } else {
            text.appendCodePoint(c);
        }
    }

    private static boolean isObeyed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE -> true;
            case Character.FORMAT -> c != 0x200D && c < 0xE0000; // emoji are joined and tagged by these
            default -> false;
        };
    }
}
