package io.moltmates.persona;

import io.moltmates.schema.Ids;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.StateLayout.PersonLayout;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One person's directory, as far as persona-service writes it; each change is on the disk when the call returns.
class PersonDirectory {

    private static final Logger LOG = Logger.getLogger(PersonDirectory.class);

    private final PersonLayout layout;

    PersonDirectory(PersonLayout layout) {
        this.layout = layout;
    }

    PersonLayout layout() {
        return layout;
    }

    boolean exists() {
        return Files.isDirectory(layout.directory());
    }

    /// What is done while no other thread or process does so.
    interface Change<T> {
        T make() throws IOException;
    }

    /// Looks and changes alone; see [PersonLock]. Not to be nested.
    final <T> T alone(Change<T> change) throws IOException {
        try (var _ = PersonLock.take(layout.directory())) {
            return change.make();
        }
    }

    /// The person has chosen.
    boolean hasSoul() {
        return Files.isRegularFile(layout.soul());
    }

    Optional<PersonFile> person() throws IOException {
        try {
            return Optional.of(RecordCodec.read(Files.readAllBytes(layout.person()), PersonFile.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (MalformedRecordException e) {
            Path aside = layout.directory().resolve("person.json.broken");
            LOG.errorf("person.json is broken and moved aside: file=%s error=%s", aside, e.getMessage());
            Files.move(layout.person(), aside, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        }
    }

    /// All whole lines; one that a crash cut off counts as not written.
    List<JournalLine> journal() throws IOException {
        var lines = new ArrayList<JournalLine>();
        try {
            for (String line :
                    new String(Files.readAllBytes(layout.onboarding()), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank()) {
                    parse(line).ifPresent(lines::add);
                }
            }
        } catch (NoSuchFileException _) {
            return List.of();
        }
        return lines;
    }

    private Optional<JournalLine> parse(String line) {
        try {
            return Optional.of(RecordCodec.read(line.getBytes(StandardCharsets.UTF_8), JournalLine.class));
        } catch (MalformedRecordException e) {
            LOG.warnf(
                    "line of the onboarding journal skipped: directory=%s",
                    layout.directory().getFileName());
            return Optional.empty();
        }
    }

    /// Makes the directory, if it is not there.
    void begin() throws IOException {
        Files.createDirectories(layout.directory());
    }

    void append(JournalLine line) throws IOException {
        byte[] json = RecordCodec.write(line);
        try (var file = FileChannel.open(
                layout.onboarding(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = file.size();
            boolean cutOff = end > 0 && lastByte(file, end) != '\n';
            var bytes = ByteBuffer.allocate(json.length + 2);
            if (cutOff) {
                bytes.put((byte) '\n');
            }
            bytes.put(json).put((byte) '\n').flip();
            file.position(end);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    /// Makes `person.json` with a new incarnation, or changes the one that is there.
    PersonFile writePerson(UserId user, @Nullable PersonaReference persona, Instant now) throws IOException {
        // a directory that was copied or renamed is another person's: what is theirs by name is made anew
        var before = person().filter(file -> user.equals(file.user()));
        var after = before.map(file -> new PersonFile(
                        file.user(),
                        file.incarnation(),
                        persona == null ? file.persona() : persona,
                        file.addresses(),
                        file.settings(),
                        file.createdAt()))
                .orElseGet(() -> new PersonFile(user, "i" + Ids.random(20), persona, List.of(user), Map.of(), now));
        if (!before.equals(Optional.of(after))) {
            replace(layout.person(), RecordCodec.write(after));
        }
        return after;
    }

    /// Changes the settings; false if there is no person.
    boolean changeSettings(UnaryOperator<Map<String, String>> change) throws IOException {
        var before = person();
        if (before.isEmpty()) {
            return false;
        }
        var file = before.get();
        replace(
                layout.person(),
                RecordCodec.write(new PersonFile(
                        file.user(),
                        file.incarnation(),
                        file.persona(),
                        file.addresses(),
                        change.apply(file.settings()),
                        file.createdAt())));
        return true;
    }

    /// Changes which addresses are this person's, if there is one; returns whether anything is another now.
    boolean changeAddresses(UserId user, Function<List<UserId>, List<UserId>> change) throws IOException {
        var before = person().filter(file -> user.equals(file.user()));
        if (before.isEmpty()) {
            return false;
        }
        var file = before.get();
        var addresses = change.apply(file.addresses());
        if (addresses.equals(file.addresses())) {
            return false;
        }
        replace(
                layout.person(),
                RecordCodec.write(new PersonFile(
                        file.user(),
                        file.incarnation(),
                        file.persona(),
                        addresses,
                        file.settings(),
                        file.createdAt())));
        return true;
    }

    /// Makes the file unless there is one: what a person's assistant has written stays.
    void writeIfMissing(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            replace(file, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    void makeDirectories() throws IOException {
        Files.createDirectories(layout.dailyMemory());
        Files.createDirectories(layout.workspace());
        Files.createDirectories(layout.sessions());
    }

    /// The commit point of a choice.
    void writeSoul(String text) throws IOException {
        replace(layout.soul(), text.getBytes(StandardCharsets.UTF_8));
    }

    private void replace(Path file, byte[] content) throws IOException {
        Path next = layout.directory().resolve("." + file.getFileName() + ".next");
        try (var channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte lastByte(FileChannel file, long end) throws IOException {
        var one = ByteBuffer.allocate(1);
        file.read(one, end - 1);
        return one.get(0);
    }
}
