package io.moltmates.ingress.telegram;

import io.moltmates.ingress.telegram.BotObjects.Media;
import io.moltmates.ingress.telegram.BotObjects.Message;
import io.moltmates.schema.Attachment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what a message shows besides its words: files, which stay at Telegram until they are asked for, and the rest
/// as words in brackets.
final class MediaReader {

    private MediaReader() {}

    static List<Attachment> files(Message message) {
        var files = new ArrayList<Attachment>();
        if (message.photo() != null) {
            message.photo().stream()
                    .max(Comparator.comparingLong(size -> size.fileSize() == null ? 0 : size.fileSize()))
                    .ifPresent(largest -> add(files, largest, "photo-" + message.messageId() + ".jpg", "image/jpeg"));
        }
        if (message.animation() != null) { // stands under `document` too
            add(files, message.animation(), "animation-" + message.messageId() + ".mp4", "video/mp4");
        } else {
            add(files, message.document(), "file-" + message.messageId(), "application/octet-stream");
        }
        add(files, message.voice(), "voice-" + message.messageId() + ".ogg", "audio/ogg");
        add(files, message.audio(), "audio-" + message.messageId() + ".mp3", "audio/mpeg");
        add(files, message.video(), "video-" + message.messageId() + ".mp4", "video/mp4");
        add(files, message.videoNote(), "video-" + message.messageId() + ".mp4", "video/mp4");
        var sticker = message.sticker();
        if (sticker != null && !sticker.isAnimated() && !sticker.isVideo()) {
            add(files, sticker, "sticker-" + message.messageId() + ".webp", "image/webp");
        }
        return files;
    }

    private static void add(List<Attachment> files, @Nullable Media media, String usualName, String usualType) {
        if (media == null || media.fileId() == null) {
            return;
        }
        String name = media.fileName() == null || media.fileName().isBlank() ? usualName : media.fileName();
        String type = media.mimeType() == null || media.mimeType().isBlank() ? usualType : media.mimeType();
        files.add(Attachment.remote(name, type, media.fileSize() == null ? 0 : media.fileSize(), media.fileId()));
    }

    /// What is no file and no text; empty if there is nothing of it.
    static String words(Message message) {
        if (message.sticker() != null) {
            String emoji = message.sticker().emoji();
            return emoji == null ? "[sticker]" : "[sticker " + emoji + "]";
        }
        if (message.venue() != null && message.venue().location() != null) {
            return "[place: " + text(message.venue().title()) + ", "
                    + text(message.venue().address()) + ", "
                    + place(message.venue().location()) + "]";
        }
        if (message.location() != null) {
            return "[location: " + place(message.location()) + "]";
        }
        if (message.contact() != null) {
            var contact = message.contact();
            String name = (text(contact.firstName()) + " " + text(contact.lastName())).strip();
            return "[contact: " + name + ", " + text(contact.phoneNumber()) + "]";
        }
        if (message.poll() != null) {
            var options = message.poll().options();
            return "[poll: " + text(message.poll().question()) + " "
                    + (options == null
                            ? List.of()
                            : options.stream().map(one -> text(one.text())).toList()) + "]";
        }
        return message.dice() == null
                ? ""
                : "[" + text(message.dice().emoji()) + " shows "
                        + message.dice().value() + "]";
    }

    private static String place(BotObjects.Location location) {
        return location.latitude() + ", " + location.longitude();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
