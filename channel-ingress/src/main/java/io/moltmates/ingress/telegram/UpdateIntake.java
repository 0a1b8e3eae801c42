package io.moltmates.ingress.telegram;

import io.moltmates.ingress.MovedGroups;
import io.moltmates.ingress.telegram.BotObjects.Update;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.GroupPart;
import io.moltmates.schema.InboundMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Hands over what updates bring: puts the parts of one message together, finds out who administers a group where that
/// matters, and remembers where the message stands. Thread-safe.
final class UpdateIntake {

    private static final Logger LOG = Logger.getLogger(UpdateIntake.class);

    private final UpdateReader reader;
    private final BotApi api;
    private final KnownMessages known;
    private final MovedGroups moved;

    /// Returns once the log has the message.
    interface Publisher {
        void publish(InboundMessage message) throws IOException, InterruptedException;
    }

    UpdateIntake(UpdateReader reader, BotApi api, KnownMessages known, MovedGroups moved) {
        this.reader = reader;
        this.api = api;
        this.known = known;
        this.moved = moved;
    }

    /// @param parts of one message: an album, a long text, or just one
    void take(List<Update> parts, Publisher log) throws IOException, InterruptedException {
        for (var part : parts) {
            var move = UpdateReader.move(part);
            if (move.isPresent()) {
                moved.moved(move.get().from(), move.get().to());
            }
        }
        var read = parts.stream().flatMap(part -> reader.read(part).stream()).toList();
        if (read.isEmpty()) {
            return;
        }
        var first = read.getFirst();
        var source = first.source();
        var message =
                withAdmin(together(read.stream().map(UpdateReader.Read::message).toList()), source);
        known.add(
                message.id(),
                new KnownMessages.Place(
                        source.chat().id(),
                        source.isTopicMessage() ? source.messageThreadId() : null,
                        source.messageId(),
                        !source.chat().isPrivate()));
        log.publish(message.group() == null ? message : message.withUser(moved.principal(message.user())));
        var pressed = parts.getFirst().callbackQuery();
        if (pressed != null) {
            answer(pressed.id());
        }
    }

    private static InboundMessage together(List<InboundMessage> parts) {
        var first = parts.getFirst();
        if (parts.size() == 1) {
            return first;
        }
        var text = new StringBuilder();
        var files = new ArrayList<Attachment>();
        for (var part : parts) {
            boolean cut = files.isEmpty() && part.attachments().isEmpty(); // in the middle of a word, perhaps
            if (!text.isEmpty() && !part.text().isEmpty() && !cut) {
                text.append('\n');
            }
            text.append(part.text());
            files.addAll(part.attachments());
        }
        return first.withText(text.toString()).withAttachments(files);
    }

    /// Asked for commands only: it takes a call.
    private InboundMessage withAdmin(InboundMessage message, BotObjects.Message source) throws InterruptedException {
        GroupPart group = message.group();
        if (group == null || !message.text().startsWith("/")) {
            return message;
        }
        return message.withGroup(new GroupPart(
                group.sender(),
                group.title(),
                group.addressed(),
                isAdmin(source, group.sender().platformId())));
    }

    private boolean isAdmin(BotObjects.Message source, String sender) throws InterruptedException {
        long chat = source.chat().id();
        if (sender.equals(String.valueOf(chat))) {
            return true; // writes in the group's own name, which only administrators may
        }
        try {
            return api.getChatMember(chat, Long.parseLong(sender)).isAdmin();
        } catch (BotFault | NumberFormatException e) {
            LOG.infof("administrator not known: chat=%d error=%s", chat, e.getMessage());
            return false;
        }
    }

    private void answer(@Nullable String query) throws InterruptedException {
        try {
            if (query != null) {
                api.answerCallbackQuery(query);
            }
        } catch (BotFault fault) {
            LOG.debugf("button goes on turning: reason=%s", fault.getMessage());
        }
    }
}
