package io.moltmates.agent;

import io.moltmates.schema.Attachment;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.StateLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Finds a message's files while they lie in `blobs/`, where no container reaches them.
final class BlobFile {

    private BlobFile() {}

    /// Empty if there is no plain file of that name.
    static Optional<Path> of(InboundMessage message, Attachment attachment, StateLayout layout) {
        try {
            Path directory = layout.blobs(message.id());
            Path file = directory.resolve(attachment.blob()).normalize();
            return directory.equals(file.getParent()) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
