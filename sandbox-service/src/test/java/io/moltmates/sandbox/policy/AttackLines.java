package io.moltmates.sandbox.policy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `attacks/lines.tsv`, whose head says what it holds and how.
public final class AttackLines {

    private static final Pattern REPEATED = Pattern.compile("\\\\\\*([0-9]+)\\{([^}]+)}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:([n0t\\\\])|x([0-9a-f]{2}))");

    private AttackLines() {}

    /// What must come of a line.
    public enum Verdict {
        WORKS,
        HARMLESS,
        REFUSED
    }

    /// @param line the line as it is requested
    /// @param written the line as the file has it
    public record AttackLine(Verdict verdict, String line, String written, String why) {

        /// The line's bytes; a half of a surrogate is the byte that it stands for.
        public byte[] bytes() {
            var bytes = new ByteArrayOutputStream();
            line.codePoints()
                    .forEach(c -> bytes.writeBytes(
                            c >= 0xdc80 && c <= 0xdcff
                                    ? new byte[] {(byte) c}
                                    : Character.toString(c).getBytes(StandardCharsets.UTF_8)));
            return bytes.toByteArray();
        }

        @Override
        public String toString() {
            return verdict + " " + written + " (" + why + ")";
        }
    }

    public static List<AttackLine> all() {
        try (var stream = AttackLines.class.getResourceAsStream("/attacks/lines.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("There is no attacks/lines.tsv.");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# "))
                    .map(AttackLines::read)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static AttackLine read(String row) {
        String[] columns = row.split("\t", -1);
        if (columns.length != 3) {
            throw new IllegalStateException("Not three columns: " + row);
        }
        var verdict = Verdict.valueOf(columns[0].toUpperCase(Locale.ROOT));
        return new AttackLine(verdict, decode(columns[1]), columns[1], columns[2]);
    }

    static String decode(String written) {
        String repeated = REPEATED.matcher(written)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(2).repeat(Integer.parseInt(match.group(1)))));
        var bytes = new ByteArrayOutputStream();
        var escape = ESCAPE.matcher(repeated);
        int end = 0;
        while (escape.find()) {
            bytes.writeBytes(repeated.substring(end, escape.start()).getBytes(StandardCharsets.UTF_8));
            bytes.write(
                    escape.group(2) != null
                            ? Integer.parseInt(escape.group(2), 16)
                            : "\n\0\t\\".charAt("n0t\\".indexOf(escape.group(1))));
            end = escape.end();
        }
        bytes.writeBytes(repeated.substring(end).getBytes(StandardCharsets.UTF_8));
        return text(bytes.toByteArray());
    }

    private static String text(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                return out.flip().toString();
            }
            for (int bad = 0; bad < result.length(); bad++) {
                out.put((char) (0xdc00 + (in.get() & 0xff)));
            }
        }
    }
}
