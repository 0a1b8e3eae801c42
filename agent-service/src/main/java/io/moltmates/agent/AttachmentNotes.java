package io.moltmates.agent;

import io.moltmates.schema.Attachment;
import io.moltmates.schema.InboundMessage;
import org.jspecify.annotations.Nullable;

/// Tells the model of the files that came with a message: `[attached: inbox/report.pdf, 12 KB]`.
final class AttachmentNotes {

    private AttachmentNotes() {}

    /// What the person wrote, and below it a line for each file.
    static String text(InboundMessage message, JournalLine.@Nullable Files files) {
        if (message.attachments().isEmpty()) {
            return GroupTalk.spoken(message);
        }
        var text = new StringBuilder(GroupTalk.spoken(message));
        for (int i = 0; i < message.attachments().size(); i++) {
            Attachment attachment = message.attachments().get(i);
            if (!text.isEmpty()) {
                text.append('\n');
            }
            if (files == null
                    || i >= files.paths().size()
                    || files.paths().get(i).isEmpty()) {
                text.append("[attached, but not in the workspace: ").append(attachment.name());
            } else {
                text.append("[attached: ").append(files.paths().get(i));
            }
            text.append(", ").append(size(attachment.size())).append(']');
        }
        if (files != null && files.failure() != null) {
            text.append("\n[").append(files.failure()).append(']');
        }
        return text.toString();
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KB" : (bytes + (1 << 20) - 1) / (1 << 20) + " MB";
    }
}
