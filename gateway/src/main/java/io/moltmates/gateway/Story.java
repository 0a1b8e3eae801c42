package io.moltmates.gateway;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells what flows, a line a record: when, whom it is about, how long the step took since the one before in the same
/// turn, and what was said or done. What it gives is safe for a terminal.
///
/// Remembers the latest 5,000 turns, to know how long their steps took.
final class Story {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
    private static final int CHARACTERS = 400;
    private static final int TURNS = 5_000;

    private final ZoneId zone;
    private final StoryWords words = new StoryWords(CHARACTERS);
    private final Map<String, Times> turns = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Times> eldest) {
            return size() > TURNS;
        }
    };
    private @Nullable LocalDate day;

    private record Times(Instant first, Instant last) {}

    Story(ZoneId zone) {
        this.zone = zone;
    }

    /// A day that begins gets a line of its own.
    List<String> lines(TapRecord entry) {
        var lines = new ArrayList<String>();
        var time = entry.at().atZone(zone);
        if (!time.toLocalDate().equals(day)) {
            day = time.toLocalDate();
            lines.add("── " + day + " ──");
        }
        String step = step(entry);
        lines.add(HarmlessText.line("%s  %-20s %9s  %s"
                .formatted(TIME.format(time), entry.person(), step, words.of(entry) + ending(entry))));
        return lines;
    }

    private String step(TapRecord entry) {
        return entry.turn()
                .map(turn -> {
                    var before = turns.get(turn);
                    turns.put(turn, new Times(before == null ? entry.at() : before.first(), entry.at()));
                    return before == null ? "" : "+" + Spans.text(Spans.between(before.last(), entry.at()));
                })
                .orElse("");
    }

    /// A message names its turn, and an answer the time that the person waited.
    private String ending(TapRecord entry) {
        return switch (entry.message()) {
            case InboundMessage message -> "  [turn " + message.id() + "]";
            case OutboundMessage.Reply reply -> waited(reply.inReplyTo(), entry.at());
            case OutboundMessage.Notice notice
            when notice.outcome() != null && notice.inReplyTo() != null -> waited(notice.inReplyTo(), entry.at());
            case null, default -> "";
        };
    }

    private String waited(String turn, Instant now) {
        var times = turns.get(turn);
        return times == null || times.first().equals(now)
                ? ""
                : "  [after " + Spans.text(Spans.between(times.first(), now)) + "]";
    }
}
