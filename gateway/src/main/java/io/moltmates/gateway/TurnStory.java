package io.moltmates.gateway;

import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells one turn from ingress to delivery: each step with its time since the beginning and since the step before, and
/// where the time went. What it gives is safe for a terminal.
///
/// The time between tools is the model's and the lane's: what it was used for is in the person's journal, not on a
/// topic.
final class TurnStory {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS XXX", Locale.ROOT);
    private static final String ROW = "%9s %9s  %-16s  %s";
    private static final int CHARACTERS = 4_000;

    private final ZoneId zone;
    private final String turn;
    private final StoryWords words = new StoryWords(CHARACTERS);
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Instant> asked = new HashMap<>();
    private Duration tools = Duration.ZERO;
    private boolean wordsShown;
    private @Nullable TapRecord first;
    private @Nullable TapRecord last;
    private @Nullable Instant handedOver;
    private @Nullable Instant answered;
    private @Nullable Instant delivered;

    TurnStory(String turn, ZoneId zone) {
        this.turn = turn;
        this.zone = zone;
    }

    /// Takes the turn's next record in, the oldest first.
    void add(TapRecord entry) {
        if (entry.message() instanceof LiveEvent event) {
            if (wordsShown || !(event instanceof LiveEvent.TextDelta)) {
                return; // the tools are told of by their requests and results
            }
            wordsShown = true;
            line(entry, "the first words can be seen");
            return;
        }
        measure(entry);
        line(entry, words.of(entry));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /// The whole story: whose turn it is, its steps, and where the time went.
    List<String> lines() {
        var story = new ArrayList<String>();
        if (first != null) {
            story.add(HarmlessText.line("Turn " + turn + " of " + first.person() + ", "
                    + TIME.format(first.at().atZone(zone))));
            story.add(ROW.formatted("at", "step", "topic", "what"));
            story.addAll(lines);
            story.add(summary(first));
        }
        return story;
    }

    private void line(TapRecord entry, String sentence) {
        var start = first == null ? entry : first;
        var before = last == null ? entry : last;
        first = start;
        last = entry;
        lines.add(harmless(ROW.formatted(
                Spans.text(Spans.between(start.at(), entry.at())),
                "+" + Spans.text(Spans.between(before.at(), entry.at())),
                TopicNames.shorten(entry.topic()),
                sentence)));
    }

    /// The first columns are padded, which [HarmlessText#line] would strip.
    private static String harmless(String row) {
        return row.substring(0, row.length() - row.stripLeading().length()) + HarmlessText.line(row);
    }

    private void measure(TapRecord entry) {
        switch (entry.message()) {
            case SandboxRequest request
            when !(request instanceof SandboxRequest.Release) -> asked.putIfAbsent(request.id(), entry.at());
            case SandboxResult result -> {
                var begun = asked.remove(result.id());
                tools = tools.plus(begun == null ? Duration.ZERO : Spans.between(begun, entry.at()));
            }
            case OutboundMessage.Reply _ -> answered = entry.at();
            case OutboundMessage.Notice notice when notice.outcome() != null -> answered = entry.at();
            case DeliveryRecord delivery
            when delivery.state() == DeliveryRecord.State.DELIVERED ->
                delivered = delivered == null ? entry.at() : delivered;
            case InboundMessage _ -> {}
            case null, default -> {
                if (handedOver == null && (entry.on(Topics.TURNS) || entry.on(Topics.ONBOARDING))) {
                    handedOver = entry.at();
                }
            }
        }
    }

    private String summary(TapRecord start) {
        var end = answered;
        if (end == null) {
            return "No answer so far.";
        }
        var from = handedOver == null ? start.at() : handedOver;
        var thinking = Spans.between(from, end).minus(tools);
        String where = "Answered after " + Spans.text(Spans.between(start.at(), end)) + ": routing "
                + Spans.text(Spans.between(start.at(), from)) + ", tools " + Spans.text(tools)
                + ", waiting and models " + Spans.text(thinking.isNegative() ? Duration.ZERO : thinking);
        return delivered == null
                ? where + "; no receipt of a delivery."
                : where + ", delivery " + Spans.text(Spans.between(end, delivered)) + ".";
    }
}
