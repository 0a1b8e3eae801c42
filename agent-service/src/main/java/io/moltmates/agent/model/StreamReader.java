package io.moltmates.agent.model;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import io.moltmates.agent.model.StreamDialect.Verdict;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads the events of one stream and insists on its end marker.
final class StreamReader {

    // usage and [DONE] follow the last word at once, where a provider sends them at all
    private static final Duration PATIENCE_AFTER_COMPLETE = Duration.ofSeconds(2);
    private static final int LONGEST_DETAIL = 2_000;

    private final StreamDialect dialect;
    private final ResponseLines lines;
    private final UnaryOperator<String> normalizer;
    private final Consumer<ServerSentEvent> sink;
    private boolean complete;
    private String event = "";
    private @Nullable StringBuilder data;

    StreamReader(
            StreamDialect dialect,
            ResponseLines lines,
            UnaryOperator<String> normalizer,
            Consumer<ServerSentEvent> sink) {
        this.dialect = dialect;
        this.lines = lines;
        this.normalizer = normalizer;
        this.sink = sink;
    }

    /// Returns when the answer is complete.
    ///
    /// @throws ModelException when it never will be
    void read() {
        boolean first = true;
        while (true) {
            var line = complete ? lines.next(PATIENCE_AFTER_COMPLETE) : lines.next();
            if (line == null) {
                atEnd();
                return;
            }
            if (first && !line.isBlank()) {
                first = false;
                if (!looksRight(line)) {
                    throw notAStream(line);
                }
            }
            if (accept(line) == Verdict.END) {
                return;
            }
        }
    }

    private Verdict accept(String line) {
        if (dialect.linesAreEvents()) {
            return line.isBlank() ? Verdict.GOES_ON : dispatch(line);
        }
        if (line.isEmpty()) {
            return dispatchPending();
        }
        if (line.startsWith("data:")) {
            var value = valueOf(line, 5);
            if (data == null) {
                data = new StringBuilder(value);
            } else {
                data.append('\n').append(value);
            }
        } else if (line.startsWith("event:")) {
            event = valueOf(line, 6);
        }
        return Verdict.GOES_ON;
    }

    private Verdict dispatchPending() {
        var pending = data;
        data = null;
        var verdict = pending == null || pending.isEmpty() ? Verdict.GOES_ON : dispatch(pending.toString());
        event = "";
        return verdict;
    }

    private Verdict dispatch(String text) {
        var verdict = dialect.judge(event, text);
        switch (verdict) {
            case ERROR ->
                throw new ModelException(
                        FaultMapper.ofStreamError(text),
                        "the provider reported an error inside its stream: " + shortened(text));
            case COMPLETE -> complete = true;
            case GOES_ON, END -> {}
        }
        sink.accept(new ServerSentEvent(event.isEmpty() ? null : event, normalizer.apply(text)));
        return verdict;
    }

    // a last event may lack its blank line, or even its line end, and still be whole
    private void atEnd() {
        var rest = lines.ended() ? lines.rest(0) : "";
        boolean ended = false;
        if (rest.strip().equals("data: [DONE]")
                || (dialect.linesAreEvents() && Json.parse(rest).isObject())) {
            ended = accept(rest.strip()) == Verdict.END;
        }
        ended |= dispatchPending() == Verdict.END;
        if (!ended && !complete) {
            throw new ModelException(new ModelFault.Truncated(), "the stream ended without its end marker");
        }
    }

    private boolean looksRight(String line) {
        return dialect.linesAreEvents()
                ? line.stripLeading().startsWith("{")
                : line.startsWith("data:")
                        || line.startsWith("event:")
                        || line.startsWith(":")
                        || line.startsWith("id:")
                        || line.startsWith("retry:");
    }

    private ModelException notAStream(String line) {
        var text = new StringBuilder(line);
        for (var next = lines.next(); next != null && text.length() < LONGEST_DETAIL; next = lines.next()) {
            text.append('\n').append(next);
        }
        text.append(lines.rest(LONGEST_DETAIL));
        var whole = text.toString();
        return FaultMapper.holdsError(whole)
                ? new ModelException(
                        FaultMapper.ofStreamError(whole), "the provider answered with an error: " + shortened(whole))
                : new ModelException(
                        new ModelFault.ProviderError(),
                        "the provider did not answer with a stream: " + shortened(whole));
    }

    private static String valueOf(String line, int from) {
        return line.substring(line.length() > from && line.charAt(from) == ' ' ? from + 1 : from);
    }

    static String shortened(String text) {
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL) + "…";
    }
}
