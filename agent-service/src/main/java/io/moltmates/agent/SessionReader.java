package io.moltmates.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Reads journals for those who only look: what was asked and how it ended, without the steps between.
final class SessionReader {

    private static final byte[] REQUEST = "{\"t\":\"request\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] JOINED = "{\"t\":\"joined\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEARD = "{\"t\":\"heard\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OUTCOME = "{\"t\":\"outcome\"".getBytes(StandardCharsets.UTF_8);

    private static final FileTime ALWAYS = FileTime.from(Instant.EPOCH);

    private SessionReader() {}

    /// The person's sessions in their order.
    static List<String> sessions(Path sessions) throws IOException {
        return SegmentFiles.list(sessions).stream()
                .map(SegmentName::session)
                .distinct()
                .toList();
    }

    static void outcomes(Path sessions, String session, Consumer<JournalLine.Outcome> taker) throws IOException {
        read(sessions, session, ALWAYS, false, line -> {
            if (line instanceof JournalLine.Outcome outcome) {
                taker.accept(outcome);
            }
        });
    }

    /// Of all sessions, from the files that were written to since then, and an hour before, since clocks differ.
    static void outcomesSince(Path sessions, Instant since, Consumer<JournalLine.Outcome> taker) throws IOException {
        var oldest = FileTime.from(since.minus(Duration.ofHours(1)));
        for (String session : sessions(sessions)) {
            read(sessions, session, oldest, false, line -> {
                if (line instanceof JournalLine.Outcome outcome) {
                    taker.accept(outcome);
                }
            });
        }
    }

    /// The lines of requests, of messages that were joined to them, of what is said in recordings, and of outcomes, in
    /// their order.
    static void requestsAndOutcomes(Path sessions, String session, Consumer<JournalLine> taker) throws IOException {
        read(sessions, session, ALWAYS, true, taker);
    }

    private static void read(
            Path sessions, String session, FileTime oldest, boolean requests, Consumer<JournalLine> taker)
            throws IOException {
        var names = SegmentFiles.list(sessions).stream()
                .filter(name -> name.session().equals(session))
                .toList();
        for (var part : JournalIndex.chainOf(sessions, names)) {
            var file = sessions.resolve(new SegmentName(session, part.epoch()).fileName());
            if (Files.getLastModifiedTime(file).compareTo(oldest) < 0) {
                continue;
            }
            SegmentFiles.forEachLine(file, 0, part.bytes(), (_, buffer, start, length) -> {
                if (startsWith(OUTCOME, buffer, start, length)
                        || requests
                                && (startsWith(REQUEST, buffer, start, length)
                                        || startsWith(JOINED, buffer, start, length)
                                        || startsWith(HEARD, buffer, start, length))) {
                    var line = SegmentFiles.parse(Arrays.copyOfRange(buffer, start, start + length));
                    if (line != null) {
                        taker.accept(line);
                    }
                }
            });
        }
    }

    private static boolean startsWith(byte[] prefix, byte[] buffer, int start, int length) {
        return length >= prefix.length && Arrays.equals(buffer, start, start + prefix.length, prefix, 0, prefix.length);
    }
}
