package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes what was said in a session as Markdown, for people to keep.
final class Transcript {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());
    private static final String LEFT_OUT = "_What was said before is left out here._";

    private final int most;
    private final Deque<String> parts = new ArrayDeque<>();
    private long length;
    private boolean cut;

    private Transcript(int most) {
        this.most = most;
    }

    /// At most about this many characters, the newest ones; empty if nothing was said.
    static String of(Path sessions, String session, int most) throws IOException {
        var transcript = new Transcript(most);
        SessionReader.requestsAndOutcomes(sessions, session, transcript::add);
        String text = String.join("\n\n", transcript.parts);
        return transcript.cut ? LEFT_OUT + "\n\n" + text : text;
    }

    private void add(JournalLine line) {
        if (line instanceof JournalLine.Request(var _, InboundMessage message)) {
            add(name(message), message.receivedAt(), message.text());
        } else if (line instanceof JournalLine.Joined joined) {
            String own = joined.steered() ? null : parts.pollLast(); // it was said before what it was joined to
            add(
                    name(joined.message()),
                    joined.message().receivedAt(),
                    joined.message().text());
            if (own != null) {
                parts.addLast(own);
            }
        } else if (line instanceof JournalLine.Outcome outcome) {
            if (outcome.said() != null) {
                add("You", outcome.reply().at(), outcome.said());
            }
            switch (outcome.reply()) {
                case Reply reply ->
                    add(reply.persona() == null ? "Assistant" : reply.persona().name(), reply.at(), reply.text());
                case Notice notice -> add(null, notice.at(), notice.text());
                default -> {}
            }
        }
    }

    private static String name(InboundMessage message) {
        return message.senderName().isBlank() ? "You" : message.senderName();
    }

    private void add(@Nullable String who, Instant at, String text) {
        String part = "**" + (who == null ? "" : who + ", ") + TIME.format(at) + "**\n\n" + text.strip();
        parts.addLast(part);
        length += part.length();
        while (length > most && parts.size() > 1) {
            length -= parts.removeFirst().length();
            cut = true;
        }
    }
}
