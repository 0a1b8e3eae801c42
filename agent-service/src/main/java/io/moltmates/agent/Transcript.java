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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes what was said in a session as Markdown, for people to keep.
final class Transcript {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneId.systemDefault());
    private static final String LEFT_OUT = "_What was said before is left out here._";

    private final int most;
    private final Deque<Part> parts = new ArrayDeque<>();
    private long length;
    private boolean cut;

    /// @param id of the message; of what is no message the turn's
    private record Part(String id, String text) {}

    private Transcript(int most) {
        this.most = most;
    }

    /// At most about this many characters, the newest ones; empty if nothing was said.
    static String of(Path sessions, String session, int most) throws IOException {
        var transcript = new Transcript(most);
        SessionReader.requestsAndOutcomes(sessions, session, transcript::add);
        String text = transcript.parts.stream().map(Part::text).collect(Collectors.joining("\n\n"));
        return transcript.cut ? LEFT_OUT + "\n\n" + text : text;
    }

    private void add(JournalLine line) {
        switch (line) {
            case JournalLine.Request(var _, InboundMessage message) -> add(message);
            case JournalLine.Joined joined -> {
                var own = joined.steered() ? null : parts.pollLast(); // it was said before what it was joined to
                add(joined.message());
                if (own != null) {
                    parts.addLast(own);
                }
            }
            case JournalLine.Heard heard -> hear(heard);
            case JournalLine.Outcome outcome -> {
                if (outcome.said() != null) {
                    add(outcome.id(), "You", outcome.reply().at(), outcome.said());
                }
                switch (outcome.reply()) {
                    case Reply reply ->
                        add(
                                outcome.id(),
                                reply.persona() == null
                                        ? "Assistant"
                                        : reply.persona().name(),
                                reply.at(),
                                reply.text());
                    case Notice notice -> add(outcome.id(), null, notice.at(), notice.text());
                    default -> {}
                }
            }
            default -> {}
        }
    }

    private void add(InboundMessage message) {
        String name = message.senderName().isBlank() ? "You" : message.senderName();
        String files = message.attachments().stream()
                .map(file -> "_[" + file.name() + "]_")
                .collect(Collectors.joining("\n"));
        add(message.id(), name, message.receivedAt(), (message.text() + "\n\n" + files).strip());
    }

    /// What is said in a recording stands as a quote below its message.
    private void hear(JournalLine.Heard heard) {
        String quote = heard.text().strip().lines().map(line -> "> " + line).collect(Collectors.joining("\n"));
        if (quote.isEmpty()) {
            return;
        }
        var behind = new ArrayDeque<Part>();
        while (!parts.isEmpty() && !parts.getLast().id().equals(heard.id())) {
            behind.addFirst(parts.removeLast());
        }
        if (!parts.isEmpty()) {
            add(new Part(heard.id(), parts.removeLast().text() + "\n\n" + quote), quote.length());
        }
        parts.addAll(behind);
    }

    private void add(String id, @Nullable String who, Instant at, String text) {
        String part = "**" + (who == null ? "" : who + ", ") + TIME.format(at) + "**\n\n" + text.strip();
        add(new Part(id, part), part.length());
    }

    /// @param more by how much longer the whole becomes
    private void add(Part part, int more) {
        parts.addLast(part);
        length += more;
        while (length > most && parts.size() > 1) {
            length -= parts.removeFirst().text().length();
            cut = true;
        }
    }
}
