package io.moltmates.sandbox.policy;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// How much one request may hold, and which characters no part of it may have.
///
/// What passes fits into one frame of the supervisor, whose payload has 128 KiB.
final class Bounds {

    /// Bytes of a line, and of all arguments together.
    static final int BYTES = 64 << 10;

    /// Bytes of one argument.
    static final int ARGUMENT_BYTES = 16 << 10;

    /// Arguments of one program, its name included.
    static final int ARGUMENTS = 256;

    /// Programs that are piped into each other.
    static final int STAGES = 8;

    /// Pipelines with `&&`, `||` or `;` between them.
    static final int PIPELINES = 16;

    private Bounds() {}

    static void checkLine(String line) {
        if (line.length() > BYTES || line.getBytes(StandardCharsets.UTF_8).length > BYTES) {
            throw new RefusedException("The command is too long: a line has at most " + BYTES
                    + " bytes. Put the text into a file instead.");
        }
        checkCharacters(line, "The command");
    }

    static void checkArguments(List<String> arguments) {
        if (arguments.size() > ARGUMENTS) {
            throw new RefusedException("The command is too long: one program has at most " + ARGUMENTS
                    + " arguments. Give some of them in a second command.");
        }
        long bytes = 0;
        for (String argument : arguments) {
            long length = argument.length() > BYTES ? BYTES : argument.getBytes(StandardCharsets.UTF_8).length;
            if (length > ARGUMENT_BYTES) {
                throw new RefusedException("The command is too long: an argument has at most " + ARGUMENT_BYTES
                        + " bytes. Put the text into a file instead.");
            }
            bytes += length + 1;
        }
        if (bytes > BYTES) {
            throw new RefusedException("The command is too long: its arguments have at most " + BYTES
                    + " bytes together. Put the text into a file instead.");
        }
    }

    /// Refuses control characters besides the tab, and what is not Unicode.
    static void checkCharacters(String text, String what) {
        int position = 0;
        while (position < text.length()) {
            int codePoint = text.codePointAt(position);
            if (codePoint == '\n' || codePoint == '\r') {
                throw new RefusedException(what + " holds a line break (" + Shown.codePoint(codePoint)
                        + "), which is refused in quotes too. Give one line, with ; or && between commands; for a text"
                        + " of several lines write a file.");
            }
            if (codePoint != '\t' && Character.getType(codePoint) == Character.CONTROL) {
                throw new RefusedException(what + " holds the control character " + Shown.codePoint(codePoint)
                        + ", which is refused in quotes too. Leave it out.");
            }
            if (Character.getType(codePoint) == Character.SURROGATE) {
                throw new RefusedException(what + " holds half of a character (" + Shown.codePoint(codePoint)
                        + "), which is not UTF-8. Leave it out, or write the whole character.");
            }
            position += Character.charCount(codePoint);
        }
    }
}
