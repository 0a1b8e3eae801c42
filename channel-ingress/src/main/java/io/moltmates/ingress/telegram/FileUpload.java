package io.moltmates.ingress.telegram;

import java.nio.file.Path;
import java.util.Set;
import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;
import org.jspecify.annotations.Nullable;

/// A file on its way to a chat.
///
/// @param replyTo the message that it answers; null for none
/// @param caption at most 1,024 characters
record FileUpload(
        long chat,
        @Nullable Long thread,
        @Nullable Long replyTo,
        Path file,
        String name,
        String mediaType,
        String caption) {

    private static final Set<String> PHOTOS = Set.of("image/jpeg", "image/png", "image/webp");
    private static final long LARGEST_PHOTO = 10L << 20;

    /// Whether Telegram shows it as a photo: <https://core.telegram.org/bots/api#sendphoto>.
    boolean isPhoto() {
        return PHOTOS.contains(mediaType) && file.toFile().length() <= LARGEST_PHOTO;
    }

    ClientMultipartForm form() {
        var form = ClientMultipartForm.create().attribute("chat_id", String.valueOf(chat), null);
        if (thread != null) {
            form.attribute("message_thread_id", String.valueOf(thread), null);
        }
        if (replyTo != null) {
            form.attribute(
                    "reply_parameters", "{\"message_id\":" + replyTo + ",\"allow_sending_without_reply\":true}", null);
        }
        if (!caption.isEmpty()) {
            form.attribute("caption", caption, null);
        }
        return form.binaryFileUpload(isPhoto() ? "photo" : "document", name, file.toString(), mediaType);
    }
}
