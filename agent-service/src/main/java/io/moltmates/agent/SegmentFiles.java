package io.moltmates.agent;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads journal files line by line. Only lines that end count: a torn last one is as if it were not there.
final class SegmentFiles {

    private static final Logger LOG = Logger.getLogger(SegmentFiles.class);
    private static final int BUFFER = 64 << 10;

    /// Takes a line without its end; the array is only lent.
    interface LineHandler {
        void line(long offset, byte[] buffer, int start, int length) throws IOException;
    }

    private SegmentFiles() {}

    /// All journal files of a person in their order; empty when there are none.
    static List<SegmentName> list(Path sessions) throws IOException {
        var names = new ArrayList<SegmentName>();
        try (var files = Files.newDirectoryStream(sessions, "*.jsonl")) {
            files.forEach(
                    file -> SegmentName.parse(file.getFileName().toString()).ifPresent(names::add));
        } catch (NoSuchFileException _) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /// Empty when the file has no whole first line, or another one than a journal begins with.
    static Optional<JournalLine.Segment> header(Path file) throws IOException {
        return parse(lineAt(file, 0)) instanceof JournalLine.Segment segment ? Optional.of(segment) : Optional.empty();
    }

    /// Hands over each whole line between the two places; `to` may lie beyond the file's end.
    ///
    /// @return the place behind the last whole line
    static long forEachLine(Path file, long from, long to, LineHandler handler) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = Math.min(to, channel.size());
            byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, end - from))];
            long base = from; // the place of the buffer's first byte
            int filled = 0;
            int scanned = 0;
            while (base + filled < end) {
                if (filled == buffer.length) {
                    buffer = Arrays.copyOf(buffer, buffer.length * 2);
                }
                int room = (int) Math.min(buffer.length - filled, end - base - filled);
                int read = channel.read(ByteBuffer.wrap(buffer, filled, room), base + filled);
                if (read < 0) {
                    break;
                }
                filled += read;
                int start = 0;
                for (int i = scanned; i < filled; i++) {
                    if (buffer[i] == '\n') {
                        handler.line(base + start, buffer, start, i - start);
                        start = i + 1;
                    }
                }
                System.arraycopy(buffer, start, buffer, 0, filled - start);
                base += start;
                filled -= start;
                scanned = filled;
            }
            return base;
        }
    }

    /// The whole line at this place; empty if there is none.
    static byte[] lineAt(Path file, long offset) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] buffer = new byte[1024];
            int filled = 0;
            while (true) {
                int read = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled), offset + filled);
                if (read < 0) {
                    return new byte[0];
                }
                for (int i = filled; i < filled + read; i++) {
                    if (buffer[i] == '\n') {
                        return Arrays.copyOf(buffer, i);
                    }
                }
                filled += read;
                if (filled == buffer.length) {
                    buffer = Arrays.copyOf(buffer, buffer.length * 4);
                }
            }
        }
    }

    /// As the other one, for a line inside an array.
    static @Nullable JournalLine parse(byte[] buffer, int start, int length) {
        return parse(Arrays.copyOfRange(buffer, start, start + length));
    }

    /// Null, with a word in the log, for a line that is no line of a journal.
    static @Nullable JournalLine parse(byte[] line) {
        if (line.length == 0) {
            return null;
        }
        try {
            return RecordCodec.read(line, JournalLine.class);
        } catch (MalformedRecordException e) {
            LOG.warnf("journal line skipped: error=%s", e.getMessage());
            return null;
        }
    }
}
