package io.moltmates.agent;

import io.moltmates.schema.Attachment;
import io.moltmates.schema.InboundMessage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells the model of the files that came with a message: `[attached: inbox/report.pdf, 12 KB]`, and of a recording
/// what is said in it.
final class AttachmentNotes {

    private AttachmentNotes() {}

    /// What the person wrote, and below it a line for each file.
    ///
    /// @param heard what is known of those that are recordings
    static String text(InboundMessage message, JournalLine.@Nullable Files files, List<JournalLine.Heard> heard) {
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
            for (var recording : heard) {
                if (recording.file() == i) {
                    text.append('\n').append(said(recording));
                }
            }
        }
        if (files != null && files.failure() != null) {
            text.append("\n[").append(files.failure()).append(']');
        }
        return text.toString();
    }

    /// As a quote, so that nothing in it looks like a note of ours, or like what somebody else has said.
    private static String said(JournalLine.Heard recording) {
        return recording.problem() == null
                ? "[Said in it, as a machine wrote it down:]\n"
                        + recording.text().lines().map(line -> "> " + line).collect(Collectors.joining("\n"))
                : "[You can't hear it, and do not know what is said in it. The person is told: " + recording.problem()
                        + "]";
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        return bytes < 1 << 20 ? (bytes + 1023) / 1024 + " KB" : (bytes + (1 << 20) - 1) / (1 << 20) + " MB";
    }
}
