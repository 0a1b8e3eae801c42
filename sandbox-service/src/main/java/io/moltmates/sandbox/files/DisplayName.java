package io.moltmates.sandbox.files;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Makes a file's name fit for a line of text: what could be taken for something else is escaped.
final class DisplayName {

    private DisplayName() {}

    static String of(byte[] name) {
        try {
            return of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString());
        } catch (CharacterCodingException _) {
            var text = new StringBuilder(name.length * 2);
            for (byte b : name) {
                if (b >= ' ' && b < 127 && b != '\\') {
                    text.append((char) b);
                } else {
                    text.append("\\x").append(HexFormat.of().toHexDigits(b));
                }
            }
            return text.toString();
        }
    }

    static String of(String name) {
        var text = new StringBuilder(name.length());
        name.codePoints().forEach(point -> {
            switch (point) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (isPlain(point)) {
                        text.appendCodePoint(point);
                    } else {
                        text.append("\\u{").append(Integer.toHexString(point)).append('}');
                    }
                }
            }
        });
        return text.toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
