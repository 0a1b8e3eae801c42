package io.moltmates.agent;

import io.moltmates.agent.model.ModelMessage.ModelImage;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/// Reads the images that came with a message while they lie in `blobs/`, where no container reaches them.
final class Images {

    private static final Logger LOG = Logger.getLogger(Images.class);
    private static final Set<String> SEEN = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final long MOST_BYTES = 5 << 20;
    private static final int MOST = 8;

    private Images() {}

    static List<ModelImage> of(InboundMessage message, StateLayout layout) {
        var images = new ArrayList<ModelImage>();
        for (Attachment attachment : message.attachments()) {
            if (SEEN.contains(attachment.mediaType()) && attachment.size() <= MOST_BYTES && images.size() < MOST) {
                read(message, attachment, layout, images);
            }
        }
        return List.copyOf(images);
    }

    private static void read(
            InboundMessage message, Attachment attachment, StateLayout layout, List<ModelImage> images) {
        try {
            var file = BlobFile.of(message, attachment, layout);
            if (file.isPresent() && Files.size(file.get()) <= MOST_BYTES) {
                images.add(new ModelImage(
                        attachment.mediaType(), Base64.getEncoder().encodeToString(Files.readAllBytes(file.get()))));
            }
        } catch (IOException e) {
            LOG.warnf(
                    "image left out: messageId=%s error=%s",
                    message.id(), e.getClass().getSimpleName());
        }
    }
}
