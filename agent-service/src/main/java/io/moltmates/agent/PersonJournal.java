package io.moltmates.agent;

import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.RecordCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One person's journal: writes the lines of the current session, and knows where each message stands.
///
/// Thread-safe. It takes the current session over with the first line that it writes; when somebody else takes it over
/// later, writing throws [TurnEndedException] with `FENCED`, and with `GONE` once the directory is not there any more.
/// The line that takes it over throws `BEHIND`, and is not written, if others wrote lines since this journal was read.
final class PersonJournal {

    /// What the journal knows of a message.
    sealed interface Found {
        record Nothing() implements Found {}

        record Unfinished(TurnLog log) implements Found {}

        /// Is part of another message's turn, which is not finished.
        ///
        /// @param turn the other message
        record Joined(InboundMessage turn, TurnLog log) implements Found {}

        /// @param after what was said behind it; null if nothing
        record Finished(OutboundMessage reply, OutboundMessage.@Nullable Notice after) implements Found {}
    }

    private final Path sessions;
    private final String incarnation;
    private final JournalOptions options;
    private final JournalIndex index;
    private @Nullable Conversation conversation;
    private @Nullable DayUsage usage;
    private boolean wasInMemory;
    private @Nullable SegmentName own;
    private int ownOrdinal;
    private long ownBytes;

    private PersonJournal(Path sessions, String incarnation, JournalOptions options, JournalIndex index) {
        this.sessions = sessions;
        this.incarnation = incarnation;
        this.options = options;
        this.index = index;
    }

    /// Reads where everything lies; writes nothing yet.
    static PersonJournal open(Path sessions, String incarnation, JournalOptions options) throws IOException {
        return new PersonJournal(sessions, incarnation, options, JournalIndex.read(sessions));
    }

    String incarnation() {
        return incarnation;
    }

    String writer() {
        return options.writer();
    }

    /// Empty before the first one.
    synchronized Optional<String> session() {
        return index.session();
    }

    /// When the current session was written to last; empty if nothing was.
    synchronized Optional<Instant> lastWritten() throws IOException {
        var last = index.lastContent();
        return last.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Files.getLastModifiedTime(sessions.resolve(last.get().fileName()))
                                .toInstant());
    }

    /// Which writer of the session this is, counted from 1; takes the session over.
    synchronized long epoch() throws IOException {
        return owned().epoch();
    }

    /// Lets what is written from now on be of this session, also when it exists already.
    synchronized void startSession(String id) throws IOException {
        if (index.session().filter(id::equals).isPresent()) {
            return;
        }
        if (index.session().isPresent()) {
            owned(); // whoever had it learns that it is not theirs any more
        }
        index.startSession(id);
        own = null;
        conversation = null;
    }

    /// Whether this message has its outcome already; asks no disk.
    synchronized boolean answered(String messageId) {
        long place = options.duplicateIndex() ? index.find(messageId) : MessageIndex.ABSENT;
        return place != MessageIndex.ABSENT && JournalIndex.finished(place);
    }

    synchronized Found find(String messageId) throws IOException {
        if (!options.duplicateIndex()) {
            return new Found.Nothing();
        }
        long place = index.find(messageId);
        if (place == MessageIndex.ABSENT) {
            return new Found.Nothing();
        }
        if (JournalIndex.finished(place)) {
            var line = SegmentFiles.parse(SegmentFiles.lineAt(file(place), JournalIndex.offset(place)));
            return line instanceof JournalLine.Outcome outcome && outcome.id().equals(messageId)
                    ? new Found.Finished(Outbox.saidAgain(outcome.reply(), index), outcome.after())
                    : new Found.Nothing();
        }
        var first = SegmentFiles.parse(SegmentFiles.lineAt(file(place), JournalIndex.offset(place)));
        if (first instanceof JournalLine.Joined joined && joined.id().equals(messageId)) {
            return foundIn(joined.turn());
        }
        var log = log(messageId, place);
        return log == null ? new Found.Nothing() : new Found.Unfinished(log);
    }

    /// A message that was joined to this turn.
    private Found foundIn(String turn) throws IOException {
        if (find(turn) instanceof Found.Unfinished(var log)) {
            long place = index.find(turn);
            return SegmentFiles.parse(SegmentFiles.lineAt(file(place), JournalIndex.offset(place)))
                            instanceof JournalLine.Request request
                    ? new Found.Joined(request.message(), log)
                    : new Found.Nothing();
        }
        return find(turn);
    }

    private @Nullable TurnLog log(String messageId, long place) throws IOException {
        var log = new TurnLog();
        var seen = new boolean[1];
        index.replay(sessions, place, (buffer, start, length, _) -> {
            var line = SegmentFiles.parse(buffer, start, length);
            if (line != null && line.id().equals(messageId)) {
                log.add(line);
                seen[0] = true;
            }
        });
        return seen[0] ? log : null;
    }

    /// Whether anything was written of this message; asks no disk.
    synchronized boolean knows(String messageId) {
        return options.duplicateIndex() && index.find(messageId) != MessageIndex.ABSENT;
    }

    /// Writes the lines with one call, after taking the session over if it is not ours yet.
    synchronized void append(JournalLine... lines) throws IOException {
        var name = owned();
        requireStillOurs(name);
        var bytes = new ByteArrayOutputStream(1024);
        long[] places = new long[lines.length];
        for (int i = 0; i < lines.length; i++) {
            places[i] = JournalIndex.place(ownOrdinal, ownBytes + bytes.size());
            bytes.writeBytes(RecordCodec.write(lines[i]));
            bytes.write('\n');
        }
        write(sessions.resolve(name.fileName()), bytes.toByteArray(), ownBytes, StandardOpenOption.WRITE);
        requireStillOurs(name); // a writer that slept just now wrote behind the cut
        ownBytes += bytes.size();
        index.extend(ownOrdinal, ownBytes);
        for (int i = 0; i < lines.length; i++) {
            index.add(lines[i], places[i]);
            if (conversation != null) {
                follow(conversation, lines[i], places[i]);
            }
            if (usage != null && lines[i] instanceof JournalLine.Outcome outcome) {
                usage.add(outcome);
            }
        }
    }

    /// The line that lets the turns before this one stand as a text.
    synchronized JournalLine.Summary summary(String turn, Summarizer.Written text, long firstKept) {
        var part = index.part(JournalIndex.ordinal(firstKept));
        return new JournalLine.Summary(
                turn, text.text(), part.epoch(), JournalIndex.offset(firstKept), text.usage(), text.model());
    }

    /// What was used on this day of UTC, in all sessions; read from the files when it is asked for first.
    synchronized DayUsage used(LocalDate day) throws IOException {
        var known = usage;
        if (known == null || !known.day().equals(day)) {
            known = DayUsage.read(sessions, day);
            usage = known;
        }
        return known;
    }

    /// Whether nobody has taken the session over; true before we have.
    synchronized boolean ours() {
        return own == null || !Files.exists(sessions.resolve(own.next().fileName()));
    }

    /// The current session as the model is told of it; read from the files if it is not in memory.
    synchronized Conversation conversation() throws IOException {
        if (conversation == null) {
            var read = new Conversation();
            long from = index.sessionStart();
            long summary = index.lastSummary();
            if (summary != MessageIndex.ABSENT
                    && SegmentFiles.parse(SegmentFiles.lineAt(file(summary), JournalIndex.offset(summary)))
                            instanceof JournalLine.Summary line) {
                from = index.place(line.epoch(), line.offset());
                read.summarize(line.text(), from);
            }
            if (from != MessageIndex.ABSENT) {
                index.replay(sessions, from, (buffer, start, length, place) -> {
                    if (!ConversationReader.plain(read, buffer, start, length, place)) {
                        var line = SegmentFiles.parse(buffer, start, length);
                        if (line != null) {
                            follow(read, line, place);
                        }
                    }
                });
            }
            conversation = read;
            wasInMemory = false;
        }
        return conversation;
    }

    /// How much of the current session a model is told.
    record Size(int turns, int tokens, String summary) {}

    synchronized Size size() throws IOException {
        var current = conversation();
        var turns = current.closed();
        int tokens = turns.stream().mapToInt(ConversationTurn::tokens).sum();
        return new Size(turns.size(), tokens, current.summary());
    }

    /// Takes the conversation out of memory, to be kept elsewhere or forgotten.
    synchronized @Nullable Conversation release() {
        var released = conversation;
        conversation = null;
        return released;
    }

    /// Gives back what [#release] took, if nothing was written since.
    synchronized void restore(@Nullable Conversation kept) {
        if (conversation == null) {
            conversation = kept;
            wasInMemory = kept != null;
        }
    }

    /// Whether the conversation came out of memory, not from the files.
    synchronized boolean wasInMemory() {
        return wasInMemory;
    }

    /// Bytes in memory without the conversation, roughly.
    synchronized long weight() {
        return index.weight();
    }

    private void follow(Conversation target, JournalLine line, long place) {
        if (line instanceof JournalLine.Summary summary) {
            target.summarize(summary.text(), index.place(summary.epoch(), summary.offset()));
        } else {
            target.apply(line, place);
        }
    }

    private Path file(long place) {
        return sessions.resolve(index.part(JournalIndex.ordinal(place)).fileName());
    }

    private SegmentName owned() throws IOException {
        var current = own;
        if (current != null) {
            return current;
        }
        var session = index.session().orElseThrow(() -> new IllegalStateException("No session was started"));
        var mine = index.ownedBy(options.writer());
        if (mine.isPresent()) {
            own = mine.get();
            ownOrdinal = index.lastOrdinal();
            ownBytes = index.bytes(ownOrdinal);
            return mine.get();
        }
        return takeOver(session);
    }

    /// First makes the segment's file, from where on nobody before us is told that a line counts; then reads what came
    /// until then, and says in the first line that so much counts. So it ends, however much is written beside it.
    private SegmentName takeOver(String session) throws IOException {
        var name = new SegmentName(session, index.lastEpoch() + 1);
        create(name);
        if (index.begunSince(sessions)) {
            throw new TurnEndedException(Reason.FENCED); // there was somebody between the one we read and us
        }
        boolean behind = index.readOn(sessions);
        byte[] header = line(new JournalLine.Segment(
                session, name.epoch(), options.writer(), List.copyOf(index.chain()), Instant.now()));
        write(sessions.resolve(name.fileName()), header, 0, StandardOpenOption.WRITE);
        requireStillOurs(name);
        ownOrdinal = index.startSegment(name, options.writer(), header.length);
        ownBytes = header.length;
        own = name;
        if (behind) {
            conversation = null;
            throw new TurnEndedException(Reason.BEHIND);
        }
        return name;
    }

    private void create(SegmentName name) throws IOException {
        try {
            if (!Files.exists(sessions)) {
                Files.createDirectory(sessions);
            }
            write(sessions.resolve(name.fileName()), new byte[0], 0, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException _) {
            throw new TurnEndedException(Reason.FENCED);
        } catch (NoSuchFileException _) {
            throw new TurnEndedException(Reason.GONE);
        }
    }

    private void requireStillOurs(SegmentName name) {
        if (Files.exists(sessions.resolve(name.next().fileName()))) {
            throw new TurnEndedException(Reason.FENCED);
        }
    }

    private void write(Path file, byte[] bytes, long offset, StandardOpenOption how) throws IOException {
        try (var channel = how == StandardOpenOption.CREATE_NEW
                ? FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                : FileChannel.open(file, StandardOpenOption.WRITE)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, offset + buffer.position());
            }
            if (options.sync()) {
                channel.force(false);
            }
        } catch (NoSuchFileException _) {
            throw new TurnEndedException(Reason.GONE);
        }
    }

    private static byte[] line(JournalLine line) {
        var bytes = new ByteArrayOutputStream(256);
        bytes.writeBytes(RecordCodec.write(line));
        bytes.write('\n');
        return bytes.toByteArray();
    }
}
