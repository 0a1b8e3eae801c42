package io.moltmates.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where everything lies in one person's journal: the segments that count, up to which byte, and each message's place.
///
/// A place is the segment's ordinal and the offset in it, in one `long`; places of one session are in their order.
final class JournalIndex {

    private static final long FINISHED = 1L << 62;
    private static final int OFFSET_BITS = 40;
    private static final byte[] REQUEST = prefix("request");
    private static final byte[] JOINED = prefix("joined");
    private static final byte[] OUTCOME = prefix("outcome");
    private static final byte[] SUMMARY = prefix("summary");
    private static final byte[] SEGMENT = prefix("segment");

    /// Takes a line; the array is only lent.
    interface Replay {
        void line(byte[] buffer, int start, int length, long place) throws IOException;
    }

    private record Part(SegmentName name, long bytes, boolean content) {}

    private final List<Part> parts = new ArrayList<>();
    private final MessageIndex messages = new MessageIndex();
    private @Nullable String session;
    private String lastWriter = "";
    private long lastEpoch;
    private long lastSummary = MessageIndex.ABSENT;

    private JournalIndex() {}

    static long place(int ordinal, long offset) {
        return (long) ordinal << OFFSET_BITS | offset;
    }

    static boolean finished(long place) {
        return (place & FINISHED) != 0;
    }

    static int ordinal(long place) {
        return (int) ((place & ~FINISHED) >>> OFFSET_BITS);
    }

    static long offset(long place) {
        return place & (1L << OFFSET_BITS) - 1;
    }

    static JournalIndex read(Path sessions) throws IOException {
        var index = new JournalIndex();
        var names = SegmentFiles.list(sessions);
        for (int i = 0; i < names.size(); i++) {
            int end = i;
            while (end + 1 < names.size()
                    && names.get(end + 1).session().equals(names.get(i).session())) {
                end++;
            }
            index.readSession(sessions, names.subList(i, end + 1));
            i = end;
        }
        return index;
    }

    /// The segments of one session that count, the oldest first, with how many bytes of each.
    static List<JournalLine.Before> chainOf(Path sessions, List<SegmentName> names) throws IOException {
        for (var name : names.reversed()) {
            var header = SegmentFiles.header(sessions.resolve(name.fileName()));
            if (header.isPresent()) {
                var chain = new ArrayList<>(header.get().before());
                chain.add(new JournalLine.Before(name.epoch(), Long.MAX_VALUE));
                return chain;
            }
        }
        return List.of();
    }

    private void readSession(Path sessions, List<SegmentName> names) throws IOException {
        startSession(names.getLast().session());
        lastEpoch = names.getLast().epoch();
        for (var before : chainOf(sessions, names)) {
            var name = new SegmentName(names.getLast().session(), before.epoch());
            var file = sessions.resolve(name.fileName());
            int ordinal = parts.size();
            var content = new boolean[1];
            long end = SegmentFiles.forEachLine(
                    file,
                    0,
                    before.bytes(),
                    (offset, buffer, start, length) ->
                            content[0] |= scan(place(ordinal, offset), buffer, start, length));
            parts.add(new Part(name, end, content[0]));
            if (name.equals(names.getLast())) {
                lastWriter = SegmentFiles.header(file)
                        .map(JournalLine.Segment::writer)
                        .orElse("");
            }
        }
    }

    private boolean scan(long place, byte[] buffer, int start, int length) {
        if (startsWith(REQUEST, buffer, start, length)) {
            begin(idHash(buffer, start + REQUEST.length, length - REQUEST.length), place);
        } else if (startsWith(JOINED, buffer, start, length)) {
            begin(idHash(buffer, start + JOINED.length, length - JOINED.length), place);
        } else if (startsWith(OUTCOME, buffer, start, length)) {
            messages.put(idHash(buffer, start + OUTCOME.length, length - OUTCOME.length), place | FINISHED);
        } else if (startsWith(SUMMARY, buffer, start, length)) {
            lastSummary = place;
        }
        return !startsWith(SEGMENT, buffer, start, length);
    }

    private void begin(long hash, long place) {
        if (messages.find(hash) == MessageIndex.ABSENT) {
            messages.put(hash, place);
        }
    }

    void add(JournalLine line, long place) {
        switch (line) {
            case JournalLine.Request _, JournalLine.Joined _ -> begin(MessageIndex.hash(line.id()), place);
            case JournalLine.Outcome _ -> messages.put(MessageIndex.hash(line.id()), place | FINISHED);
            case JournalLine.Summary _ -> lastSummary = place;
            case JournalLine.Segment _, JournalLine.Attempt _ -> {}
            case JournalLine.Files _, JournalLine.Heard _, JournalLine.Answer _, JournalLine.Result _ -> {}
        }
        var last = parts.getLast();
        if (!last.content) {
            parts.set(parts.size() - 1, new Part(last.name, last.bytes, true));
        }
    }

    long find(String messageId) {
        return messages.find(MessageIndex.hash(messageId));
    }

    Optional<String> session() {
        return Optional.ofNullable(session);
    }

    void startSession(String id) {
        session = id;
        lastWriter = "";
        lastEpoch = 0;
        lastSummary = MessageIndex.ABSENT;
    }

    /// Whether the session's last file, which had no first line when it was read, has one now.
    boolean begunSince(Path sessions) throws IOException {
        if (session == null || lastEpoch == 0) {
            return false;
        }
        var name = new SegmentName(session, lastEpoch);
        boolean read = !parts.isEmpty() && parts.getLast().name.equals(name);
        return !read && SegmentFiles.header(sessions.resolve(name.fileName())).isPresent();
    }

    /// Reads what was written to the session's last segment since it was read; false if that is nothing.
    boolean readOn(Path sessions) throws IOException {
        if (parts.isEmpty() || !parts.getLast().name.session().equals(session)) {
            return false;
        }
        var last = parts.getLast();
        int ordinal = parts.size() - 1;
        var content = new boolean[] {last.content};
        long end = SegmentFiles.forEachLine(
                sessions.resolve(last.name.fileName()),
                last.bytes,
                Long.MAX_VALUE,
                (offset, buffer, start, length) -> content[0] |= scan(place(ordinal, offset), buffer, start, length));
        parts.set(ordinal, new Part(last.name, end, content[0]));
        return end > last.bytes;
    }

    int startSegment(SegmentName name, String writer, long bytes) {
        parts.add(new Part(name, bytes, false));
        lastWriter = writer;
        lastEpoch = name.epoch();
        return parts.size() - 1;
    }

    void extend(int ordinal, long bytes) {
        var part = parts.get(ordinal);
        parts.set(ordinal, new Part(part.name, bytes, part.content));
    }

    SegmentName part(int ordinal) {
        return parts.get(ordinal).name;
    }

    long bytes(int ordinal) {
        return parts.get(ordinal).bytes;
    }

    int lastOrdinal() {
        return parts.size() - 1;
    }

    long lastEpoch() {
        return lastEpoch;
    }

    /// The place of the session's last summary; [MessageIndex#ABSENT] if it has none.
    long lastSummary() {
        return lastSummary;
    }

    /// The last writer of any session, counted from 1; 0 if there is no such session.
    long epochOf(String name) {
        long epoch = 0;
        for (var part : parts) {
            if (part.name.session().equals(name)) {
                epoch = Math.max(epoch, part.name.epoch());
            }
        }
        return epoch;
    }

    /// The session's last segment, if this writer made it.
    Optional<SegmentName> ownedBy(String writer) {
        return lastWriter.equals(writer) && !parts.isEmpty() ? Optional.of(parts.getLast().name) : Optional.empty();
    }

    /// The current session's segments that hold anything, for the first line of the next one.
    List<JournalLine.Before> chain() {
        return parts.stream()
                .filter(part -> part.name.session().equals(session) && part.content)
                .map(part -> new JournalLine.Before(part.name.epoch(), part.bytes))
                .toList();
    }

    /// The current session's last segment that holds anything.
    Optional<SegmentName> lastContent() {
        for (var part : parts.reversed()) {
            if (part.content && part.name.session().equals(session)) {
                return Optional.of(part.name);
            }
        }
        return Optional.empty();
    }

    /// Where the current session begins; [MessageIndex#ABSENT] if nothing was written to it.
    long sessionStart() {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).name.session().equals(session)) {
                return place(i, 0);
            }
        }
        return MessageIndex.ABSENT;
    }

    /// The place in a segment of the current session; the session's start if there is no such segment.
    long place(long epoch, long offset) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (parts.get(i).name.session().equals(session) && parts.get(i).name.epoch() == epoch) {
                return place(i, offset);
            }
        }
        return sessionStart();
    }

    /// Reads the lines from this place to the end of its session.
    void replay(Path sessions, long from, Replay target) throws IOException {
        String name = part(ordinal(from)).session();
        for (int i = ordinal(from);
                i < parts.size() && parts.get(i).name.session().equals(name);
                i++) {
            int ordinal = i;
            var part = parts.get(i);
            SegmentFiles.forEachLine(
                    sessions.resolve(part.name.fileName()),
                    i == ordinal(from) ? offset(from) : 0,
                    part.bytes,
                    (offset, buffer, start, length) -> target.line(buffer, start, length, place(ordinal, offset)));
        }
    }

    long weight() {
        return 300 + messages.weight() + 120L * parts.size();
    }

    private static byte[] prefix(String type) {
        return ("{\"t\":\"" + type + "\",\"id\":\"").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] prefix, byte[] buffer, int start, int length) {
        return length >= prefix.length && Arrays.equals(buffer, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private static long idHash(byte[] buffer, int start, int length) {
        int end = start;
        while (end < start + length && buffer[end] != '"') {
            end++;
        }
        return MessageIndex.hash(buffer, start, end - start);
    }
}
