package io.moltmates.agent.model;

import io.moltmates.agent.model.ResponseChunks.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Cuts a response into lines and holds it to the call's limits of time and size.
final class ResponseLines {

    private static final int LONGEST_LINE = 8 << 20;
    private static final int LONGEST_RESPONSE = 64 << 20;

    private final ResponseChunks chunks;
    private final ModelCall call;
    private final Deque<ByteBuffer> unread = new ArrayDeque<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream(512);
    private int received;
    private boolean ended;
    private boolean lastWasReturn;

    ResponseLines(ResponseChunks chunks, ModelCall call) {
        this.chunks = chunks;
        this.call = call;
    }

    /// The next line without its end, or null after the last complete one; what follows the last line end is [#rest()].
    @Nullable
    String next() {
        return next(null);
    }

    /// As [#next()], and null also when nothing more came within this time.
    @Nullable
    String next(@Nullable Duration patience) {
        while (true) {
            while (!unread.isEmpty()) {
                var line = lineFrom(unread.peek());
                if (line != null) {
                    return line;
                }
                unread.poll();
            }
            if (ended || !receive(patience)) {
                return null;
            }
        }
    }

    /// Reads on to the end, at most this many bytes, and gives what came since the last line.
    String rest(int limit) {
        while (!ended && partial.size() < limit && receive(null)) {
            while (!unread.isEmpty()) {
                append(unread.poll());
            }
        }
        return partial.toString(StandardCharsets.UTF_8);
    }

    boolean ended() {
        return ended;
    }

    private @Nullable String lineFrom(ByteBuffer buffer) {
        if (lastWasReturn && buffer.hasRemaining()) {
            lastWasReturn = false;
            if (buffer.get(buffer.position()) == '\n') {
                buffer.get();
            }
        }
        for (int at = buffer.position(); at < buffer.limit(); at++) {
            byte b = buffer.get(at);
            if (b == '\n' || b == '\r') {
                var head = buffer.slice(buffer.position(), at - buffer.position());
                buffer.position(at + 1);
                lastWasReturn = b == '\r';
                return finishLine(head);
            }
        }
        append(buffer);
        return null;
    }

    private String finishLine(ByteBuffer head) {
        if (partial.size() == 0) {
            return StandardCharsets.UTF_8.decode(head).toString();
        }
        append(head);
        var line = partial.toString(StandardCharsets.UTF_8);
        partial.reset();
        return line;
    }

    private void append(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        partial.writeBytes(bytes);
        if (partial.size() > LONGEST_LINE) {
            throw new ModelException(
                    new ModelFault.ProviderError(), "a line of the answer is longer than " + LONGEST_LINE + " bytes");
        }
    }

    private boolean receive(@Nullable Duration patience) {
        var limit = call.within(
                patience != null
                        ? patience
                        : received == 0
                                ? call.timeouts().firstByte()
                                : call.timeouts().idle());
        Signal signal;
        try {
            signal = chunks.next(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(new ModelFault.Cancelled(), "interrupted while waiting for the model", e);
        }
        return switch (signal) {
            case Signal.Bytes(var buffers) -> {
                buffers.forEach(buffer -> received += buffer.remaining());
                unread.addAll(buffers);
                if (received > LONGEST_RESPONSE) {
                    throw new ModelException(
                            new ModelFault.ProviderError(), "the answer is longer than " + LONGEST_RESPONSE + " bytes");
                }
                yield true;
            }
            case Signal.Ended() -> {
                ended = true;
                yield false;
            }
            case Signal.Aborted() -> throw new ModelException(new ModelFault.Cancelled(), "cancelled");
            case Signal.Broken(var cause) -> {
                if (patience != null) {
                    ended = true;
                    yield false;
                }
                throw broken(cause);
            }
            case null -> {
                if (patience != null) {
                    yield false;
                }
                throw new ModelException(
                        new ModelFault.Stalled(limit),
                        "the provider sent nothing for " + limit.toMillis() + " ms after " + received + " bytes"
                                + (call.overdue() ? "; the total time is used up" : ""));
            }
        };
    }

    // the JDK reports a chunked body that ends early as an IOException
    private ModelException broken(Throwable cause) {
        return cause instanceof IOException && received > 0
                ? new ModelException(
                        new ModelFault.Truncated(), "the connection broke after " + received + " bytes", cause)
                : new ModelException(new ModelFault.Unreachable(), "the connection broke", cause);
    }
}
