package io.moltmates.sandbox.supervisor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Takes what a command's programs print and keeps the beginning of each stream.
///
/// Thread-safe. Bytes that are no UTF-8 become U+FFFD; a character that the cut goes through is left out.
final class KeptOutput {

    static final int STDOUT_BYTES = 64 << 10;
    static final int STDERR_BYTES = 16 << 10;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final StringBuilder notes = new StringBuilder();
    private boolean stdoutCut;
    private boolean stderrCut;

    synchronized void add(boolean isError, ByteBuffer bytes) {
        var kept = isError ? stderr : stdout;
        int room = (isError ? STDERR_BYTES : STDOUT_BYTES) - kept.size();
        if (bytes.remaining() > room) {
            stdoutCut |= !isError;
            stderrCut |= isError;
        }
        byte[] taken = new byte[Math.min(room, bytes.remaining())];
        bytes.get(bytes.position(), taken);
        kept.writeBytes(taken);
    }

    /// A line of our own, after what the programs wrote to their standard error.
    synchronized void note(String line) {
        notes.append(line).append('\n');
    }

    synchronized String stdout() {
        return text(stdout, stdoutCut);
    }

    synchronized String stderr() {
        String text = text(stderr, stderrCut);
        String separator = notes.isEmpty() || text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return text + separator + notes;
    }

    synchronized boolean isCut() {
        return stdoutCut || stderrCut;
    }

    /// Both streams, for a command that did not end by itself.
    synchronized String partial() {
        String errors = stderr();
        return errors.isEmpty() ? stdout() : stdout() + "\n" + errors;
    }

    private static String text(ByteArrayOutputStream kept, boolean cut) {
        byte[] bytes = kept.toByteArray();
        int length = cut ? wholeCharacters(bytes) : bytes.length;
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /// Without the bytes of a last character that has fewer than its first byte says.
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int first = bytes[bytes.length - back] & 0xFF;
            if (first < 0x80) {
                return bytes.length;
            }
            if (first >= 0xC0) {
                int needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
                return needed > back ? bytes.length - back : bytes.length;
            }
        }
        return bytes.length;
    }
}
