package io.moltmates.agent;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Reads the files of people's directories, each anew only when it has changed.
final class People {

    private static final Logger LOG = Logger.getLogger(People.class);
    private static final long CACHE_BYTES = 1 << 20;
    private static final int MOST_BYTES = 32 << 10;

    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {}

    private record Cached(Stamp stamp, Object content) {}

    private final StateLayout layout;
    private final WeightedCache<Path, Cached> cache = new WeightedCache<>(CACHE_BYTES);

    People(StateLayout layout) {
        this.layout = layout;
    }

    StateLayout layout() {
        return layout;
    }

    /// Empty when the person has no directory, or has not chosen a persona in it, or when it is another person's that
    /// was copied or renamed.
    Optional<Person> find(UserId user) throws IOException {
        var directory = layout.person(user);
        var file = personFile(directory.person());
        return file == null || !user.equals(file.user()) || stamp(directory.soul()) == null
                ? Optional.empty()
                : Optional.of(new Person(file, directory));
    }

    /// Whether the person's directory is still the one that it was.
    boolean isCurrent(UserId user, String incarnation) throws IOException {
        var file = personFile(layout.person(user).person());
        return file != null && user.equals(file.user()) && file.incarnation().equals(incarnation);
    }

    /// The file's text, cut to what has room in a prompt; empty when it is not there.
    String text(Path file) throws IOException {
        var stamp = stamp(file);
        if (stamp == null) {
            return "";
        }
        var known = cache.get(file);
        if (known != null && known.stamp.equals(stamp) && known.content instanceof String text) {
            return text;
        }
        byte[] bytes = read(file, MOST_BYTES);
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (stamp.size > MOST_BYTES) {
            text += "\n[cut here: the file is longer]";
        }
        cache.put(file, new Cached(stamp, text), 300 + text.length());
        return text;
    }

    private @Nullable PersonFile personFile(Path file) throws IOException {
        var stamp = stamp(file);
        if (stamp == null) {
            return null;
        }
        var known = cache.get(file);
        if (known != null && known.stamp.equals(stamp) && known.content instanceof PersonFile person) {
            return person;
        }
        try {
            var person = RecordCodec.read(read(file, 1 << 20), PersonFile.class);
            cache.put(file, new Cached(stamp, person), 600 + stamp.size);
            return person;
        } catch (MalformedRecordException e) {
            LOG.warnf("person.json can't be read: directory=%s error=%s", file.getParent(), e.getMessage());
            return null;
        }
    }

    private static @Nullable Stamp stamp(Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    ? new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey())
                    : null;
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static byte[] read(Path file, int most) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var channel = Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            var buffer = ByteBuffer.allocate((int) Math.min(most, Math.max(1, channel.size())));
            while (bytes.size() < most && channel.read(buffer) >= 0) {
                bytes.write(buffer.array(), 0, Math.min(buffer.position(), most - bytes.size()));
                buffer.clear();
            }
        } catch (NoSuchFileException _) {
            return new byte[0];
        }
        return bytes.toByteArray();
    }
}
