package io.moltmates.ingress;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.Ids;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Keeps the files that come with messages, until they are fetched or expire: `blobs/<message id>/<blob>`, and beside
/// each a description. The sender's file name is never part of a path. All methods block.
@Singleton
public class BlobStore {

    private static final String DESCRIPTION = ".json";
    private static final String PART = ".part";

    private final StateLayout layout;

    /// What is known of a stored file.
    record Description(
            @JsonProperty("user") UserId user,
            @JsonProperty("attachment") Attachment attachment) {}

    /// What a person has stored.
    public record Usage(int files, long bytes) {}

    @Inject
    BlobStore(IngressConfiguration configuration) {
        this(configuration.layout());
    }

    public BlobStore(StateLayout layout) {
        this.layout = layout;
    }

    /// A new, empty, private place to write a file to; give it to [#keep] or [#discard].
    public Path begin(String messageId) throws IOException {
        Path directory = layout.blobs(messageId);
        createPrivate(directory);
        return Files.createTempFile(directory, "upload", PART, mode("rw-------"));
    }

    /// Makes the written file the message's attachment of this name, in place of one of the same name.
    public Attachment keep(Path written, UserId user, String messageId, String name, String mediaType)
            throws IOException {
        String blob = Ids.messageId(user, "file:" + name);
        var attachment = new Attachment(name, mediaType, Files.size(written), blob);
        Path target = layout.blobs(messageId).resolve(blob);
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path description = begin(messageId);
        Files.write(description, RecordCodec.write(new Description(user, attachment)));
        Files.move(description, target.resolveSibling(blob + DESCRIPTION), StandardCopyOption.REPLACE_EXISTING);
        return attachment;
    }

    public Attachment store(UserId user, String messageId, String name, String mediaType, byte[] content)
            throws IOException {
        Path place = begin(messageId);
        Files.write(place, content);
        return keep(place, user, messageId, name, mediaType);
    }

    /// Where the file of a message lies; empty when it has expired, or was never here.
    public Optional<Path> locate(String messageId, Attachment attachment) {
        Path directory = layout.blobs(messageId);
        Path file = directory.resolve(attachment.blob()).normalize();
        return !attachment.blob().isEmpty()
                        && directory.equals(file.getParent())
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(file)
                : Optional.empty();
    }

    public void discard(Path written) {
        try {
            Files.deleteIfExists(written);
        } catch (IOException _) {
            // the sweeper takes it later
        }
    }

    /// The attachment that this person uploaded for the message under this name.
    public Optional<Attachment> find(UserId user, String messageId, String name) throws IOException {
        Path file = layout.blobs(messageId).resolve(Ids.messageId(user, "file:" + name) + DESCRIPTION);
        try {
            return Optional.of(RecordCodec.read(Files.readAllBytes(file), Description.class)
                    .attachment());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    public Usage usage(UserId user) throws IOException {
        int files = 0;
        long bytes = 0;
        for (Path directory : directories()) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path file : entries.filter(entry -> entry.toString().endsWith(DESCRIPTION))
                        .toList()) {
                    var description = RecordCodec.read(Files.readAllBytes(file), Description.class);
                    if (description.user().equals(user)) {
                        files++;
                        bytes += description.attachment().size();
                    }
                }
            } catch (NoSuchFileException _) {
                // expired or fetched meanwhile
            }
        }
        return new Usage(files, bytes);
    }

    /// Removes all that this person has stored; another replica may be doing so too.
    void forget(UserId user) throws IOException {
        for (Path directory : directories()) {
            try {
                if (belongs(directory, user)) {
                    sweep(directory, Instant.MAX);
                }
            } catch (NoSuchFileException _) {
                // somebody else removed it
            }
        }
    }

    private static boolean belongs(Path directory, UserId user) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path file : entries.filter(entry -> entry.toString().endsWith(DESCRIPTION))
                    .toList()) {
                if (RecordCodec.read(Files.readAllBytes(file), Description.class)
                        .user()
                        .equals(user)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Removes what was last touched before this time; another replica may be doing so too.
    public void sweep(Instant before) throws IOException {
        for (Path directory : directories()) {
            try {
                sweep(directory, before);
            } catch (NoSuchFileException _) {
                // somebody else removed it
            }
        }
    }

    private static void sweep(Path directory, Instant before) throws IOException {
        if (Files.getLastModifiedTime(directory).toInstant().isBefore(before)) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path entry : entries.toList()) {
                    Files.deleteIfExists(entry);
                }
            }
            Files.deleteIfExists(directory);
        }
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> all = Files.list(layout.blobs())) {
            return all.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    private static void createPrivate(Path directory) throws IOException {
        Files.createDirectories(directory, mode("rwx------"));
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
