package io.moltmates.agent;

import io.moltmates.agent.model.ModelListener;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.LiveEvent.ToolState;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.RecordSink;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Shows how one attempt at a turn grows: typing, text merged over 50 ms, tools. Silent when nobody watches, and when
/// the answer is there before the first look. It also remembers the text of the running model call.
final class LiveFeed implements ModelListener {

    private static final long FIRST_LOOK = 15;
    private static final long MERGE = 50;
    private static final int TOOL_CHARACTERS = 2000;

    private final RecordSink writer;
    private final ScheduledExecutorService timer;
    private final InboundMessage message;
    private final @Nullable TraceContext trace;
    private final long epoch;
    private final int attempt;
    private final StringBuilder said = new StringBuilder();
    private final StringBuilder pending = new StringBuilder();
    private long sequence;
    private boolean typing;
    private boolean scheduled;
    private boolean ended;

    LiveFeed(
            RecordSink writer,
            ScheduledExecutorService timer,
            InboundMessage message,
            @Nullable TraceContext trace,
            long epoch,
            int attempt) {
        this.writer = writer;
        this.timer = timer;
        this.message = message;
        this.trace = trace;
        this.epoch = epoch;
        this.attempt = attempt;
        look(FIRST_LOOK);
    }

    @Override
    public synchronized void onText(String delta) {
        said.append(delta);
        pending.append(delta);
        look(typing ? MERGE : FIRST_LOOK);
    }

    /// Shows again what an earlier attempt has journalled.
    void onAnswerAgain(String text) {
        if (!text.isBlank()) {
            onText(text.strip());
        }
    }

    /// Sets the texts of two model calls apart, as the reply will.
    synchronized void separate() {
        if (!said.isEmpty()) {
            onText("\n\n");
        }
    }

    /// All text of this attempt until now.
    synchronized String said() {
        return said.toString();
    }

    synchronized void tool(String step, String name, ToolState state, String input, String output) {
        if (!message.live() || ended) {
            return;
        }
        showTyping();
        flush();
        send(new LiveEvent.ToolProgress(
                message.user(),
                message.address(),
                message.id(),
                epoch,
                attempt,
                ++sequence,
                step,
                name,
                state,
                Texts.cut(input, TOOL_CHARACTERS),
                Texts.cut(output, TOOL_CHARACTERS)));
    }

    /// The final answer comes: what was not shown yet need not be.
    synchronized void end() {
        if (!ended && typing) {
            send(new LiveEvent.Typing(
                    message.user(), message.address(), message.id(), epoch, attempt, ++sequence, false));
        }
        ended = true;
    }

    private synchronized void show() {
        scheduled = false;
        if (!ended) {
            showTyping();
            flush();
        }
    }

    private void showTyping() {
        if (!typing) {
            typing = true;
            send(new LiveEvent.Typing(
                    message.user(), message.address(), message.id(), epoch, attempt, ++sequence, true));
        }
    }

    private void flush() {
        if (!pending.isEmpty() && !GroupTalk.mayBeSilence(message, said)) {
            send(new LiveEvent.TextDelta(
                    message.user(), message.address(), message.id(), epoch, attempt, ++sequence, pending.toString()));
            pending.setLength(0);
        }
    }

    private void look(long millis) {
        if (message.live() && !scheduled && !ended) {
            try {
                var _ = timer.schedule(this::show, millis, TimeUnit.MILLISECONDS);
                scheduled = true;
            } catch (RejectedExecutionException _) {
                ended = true; // the service stops
            }
        }
    }

    private void send(LiveEvent event) {
        var _ = writer.write(Topics.LIVE, event, trace);
    }
}
