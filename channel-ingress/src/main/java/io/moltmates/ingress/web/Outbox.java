package io.moltmates.ingress.web;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// What waits to be sent on one socket. When the other side reads too slowly, the socket is closed: its page comes
/// back and gets the history, while a queue without end would cost everybody.
final class Outbox {

    /// "Try again later" of the web socket protocol's registry.
    static final int TRY_AGAIN_LATER = 1013;

    private static final int LONGEST_REASON = 123;

    private final Link link;
    private final long mostBytes;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    /// The socket itself; sends in the order of the calls, and never blocks.
    interface Link {

        /// @param sent called once the socket has taken it, or failed
        void send(String frame, Runnable sent);

        void close(int code, String reason);
    }

    Outbox(Link link, long mostBytes) {
        this.link = link;
        this.mostBytes = mostBytes;
    }

    /// Whether the frame is on its way.
    boolean send(String frame) {
        if (closed.get()) {
            return false;
        }
        int size = frame.length();
        if (waiting.addAndGet(size) > mostBytes) {
            close(TRY_AGAIN_LATER, "This connection is too slow for what is said; connect again.");
            return false;
        }
        link.send(frame, () -> waiting.addAndGet(-size));
        return true;
    }

    void close(int code, String reason) {
        if (closed.compareAndSet(false, true)) {
            link.close(code, shortened(reason));
        }
    }

    /// The protocol has room for 123 bytes.
    private static String shortened(String reason) {
        if (reason.getBytes(StandardCharsets.UTF_8).length <= LONGEST_REASON) {
            return reason;
        }
        int characters = Math.min(reason.length(), LONGEST_REASON);
        while (reason.substring(0, characters).getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON - 3) {
            characters--;
        }
        return reason.substring(0, characters) + "…";
    }
}
