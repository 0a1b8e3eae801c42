package io.moltmates.ingress;

import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.LiveEvent.TextDelta;
import io.moltmates.schema.LiveEvent.ToolProgress;
import io.moltmates.schema.LiveEvent.Typing;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// An answer that grows: what one turn's live events add up to. Not thread-safe.
///
/// Events of a lower epoch, or of a lower attempt in the same one, are dropped, and so is a sequence number that was
/// seen. A higher epoch or attempt starts over; the number that people are shown goes up each time, also when a worker
/// that took over counts its attempts from 1 again. A reader that came in the middle, or missed an event, has a draft
/// that is not whole.
public final class Draft {

    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final int MOST_TOOLS = 200;

    private long epoch = Long.MIN_VALUE;
    private int attempt;
    private int shownAttempt;
    private long sequence;
    private boolean typing;
    private boolean whole = true;
    private final StringBuilder text = new StringBuilder();
    private final SequencedMap<String, ToolProgress> tools = new LinkedHashMap<>();

    /// Whether the event says something new.
    public boolean apply(LiveEvent event) {
        if (event.epoch() < epoch || event.epoch() == epoch && event.attempt() < attempt) {
            return false;
        }
        if (event.epoch() > epoch || event.attempt() > attempt) {
            restart(event);
        } else if (event.sequence() <= sequence) {
            return false;
        }
        whole &= event.sequence() == sequence + 1;
        sequence = event.sequence();
        switch (event) {
            case TextDelta delta -> {
                if (text.length() + delta.text().length() <= MOST_CHARACTERS) {
                    text.append(delta.text());
                }
            }
            case ToolProgress progress -> {
                if (tools.size() < MOST_TOOLS || tools.containsKey(progress.step())) {
                    tools.put(progress.step(), progress);
                }
            }
            case Typing change -> typing = change.on();
        }
        return true;
    }

    private void restart(LiveEvent event) {
        epoch = event.epoch();
        attempt = event.attempt();
        shownAttempt = Math.max(shownAttempt + 1, attempt);
        sequence = 0;
        typing = false;
        whole = true;
        text.setLength(0);
        tools.clear();
    }

    /// The attempt as people are shown it: only ever goes up.
    public int shownAttempt() {
        return shownAttempt;
    }

    public long sequence() {
        return sequence;
    }

    public boolean typing() {
        return typing;
    }

    /// Whether no event of this attempt was missed, so that the text is all that was said.
    public boolean whole() {
        return whole;
    }

    public String text() {
        return text.toString();
    }

    public Collection<ToolProgress> tools() {
        return List.copyOf(tools.values());
    }

    /// About how many bytes it holds.
    public int weight() {
        int weight = 200 + 2 * text.length();
        for (var tool : tools.values()) {
            weight += 200 + 2 * (tool.input().length() + tool.output().length());
        }
        return weight;
    }
}
