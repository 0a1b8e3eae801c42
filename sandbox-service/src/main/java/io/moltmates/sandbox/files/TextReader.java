package io.moltmates.sandbox.files;

import io.moltmates.schema.SandboxOutcome.FileContent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Reads lines of one text file, and looks at no more of it than the limits allow.
final class TextReader {

    private static final int BUFFER = 1 << 16;

    private final FilePath path;
    private final Descriptor file;
    private final FileLimits limits;
    private final long size;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private long line = 1;
    private boolean cut;

    TextReader(FilePath path, Descriptor file, FileLimits limits) {
        this.path = path;
        this.file = file;
        this.limits = limits;
        size = file.status().size();
    }

    /// @param fromLine counted from 1; less is the start
    /// @param maxLines 0 is as many as fit
    FileContent read(int fromLine, int maxLines) {
        long first = Math.max(1, fromLine);
        long end = maxLines <= 0 ? Long.MAX_VALUE : first + maxLines;
        byte[] buffer = new byte[BUFFER];
        long scanned = 0;
        boolean any = false;
        while (line < end && !cut) {
            int count = file.read(buffer, 0, buffer.length);
            if (count == 0) {
                break;
            }
            refuseBinary(buffer, count, scanned);
            scanned += count;
            take(buffer, count, first, end);
            any = true;
            if (scanned >= limits.scanBytes() && line < first) {
                throw new FileRefusedException("Line " + first + " of " + path + " lies too far back: only the first "
                        + limits.scanBytes() + " bytes of a file are looked at.");
            }
            cut |= scanned >= limits.scanBytes() && scanned < size;
        }
        if (any && text.size() == 0 && first > 1 && line <= first) {
            throw new FileRefusedException(path + " ends before line " + first + ".");
        }
        return new FileContent(path.toString(), decode(), size, cut);
    }

    private void take(byte[] buffer, int count, long first, long end) {
        for (int i = 0; i < count && line < end; i++) {
            if (line >= first) {
                if (text.size() == limits.readBytes()) {
                    cut = true;
                    return;
                }
                text.write(buffer[i]);
            }
            if (buffer[i] == '\n') {
                line++;
            }
        }
    }

    private void refuseBinary(byte[] buffer, int count, long scanned) {
        boolean pdf =
                scanned == 0 && count >= 5 && new String(buffer, 0, 5, StandardCharsets.ISO_8859_1).equals("%PDF-");
        if (pdf) {
            throw new FileRefusedException(path + " is a PDF of " + size
                    + " bytes, which is not text; the command \"pdftotext FILE -\" shows its text.");
        }
        for (int i = 0; i < count; i++) {
            if (buffer[i] == 0) {
                throw new FileRefusedException(path + " is a binary file of " + size + " bytes, not text.");
            }
        }
    }

    /// What is not UTF-8 becomes U+FFFD; a character that the limit cut in half is left out.
    private String decode() {
        byte[] bytes = text.toByteArray();
        int length = cut ? wholeCharacters(bytes) : bytes.length;
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int wholeCharacters(byte[] bytes) {
        int start = bytes.length - 1;
        for (int back = 0; back < 3 && start > 0 && (bytes[start] & 0xC0) == 0x80; back++) {
            start--;
        }
        if (start < 0) {
            return 0;
        }
        int lead = bytes[start] & 0xFF;
        int width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return start + width > bytes.length ? start : bytes.length;
    }
}
