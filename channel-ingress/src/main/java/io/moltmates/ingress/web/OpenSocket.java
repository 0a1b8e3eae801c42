package io.moltmates.ingress.web;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One page of one person: holds final messages back until the page has got the history.
final class OpenSocket {

    private static final int MOST_HELD_BACK = 2_000;

    private final String name;
    private final Outbox outbox;
    private @Nullable List<String> heldBack = new ArrayList<>();
    private String persona = "";

    OpenSocket(String name, Outbox outbox) {
        this.name = name;
        this.outbox = outbox;
    }

    String name() {
        return name;
    }

    /// Something that was said; kept for after the history. Whether it is on its way.
    synchronized boolean say(String frame) {
        if (heldBack == null) {
            return outbox.send(frame);
        }
        if (heldBack.size() >= MOST_HELD_BACK) {
            outbox.close(Outbox.TRY_AGAIN_LATER, "Too much is said at once; connect again.");
            return false;
        }
        return heldBack.add(frame);
    }

    /// The first frame; what it says of the persona is no news after it.
    synchronized void greet(String hello, String shownPersona) {
        persona = shownPersona;
        tell(hello);
    }

    /// Says which persona answers, if that is news.
    synchronized void sayPersona(String frame) {
        if (!frame.equals(persona)) {
            persona = frame;
            var _ = say(frame);
        }
    }

    /// How an answer grows; before the history it is left out, since the drafts in the history hold it.
    synchronized void show(String frame) {
        if (heldBack == null) {
            var _ = outbox.send(frame);
        }
    }

    /// The history, and all that was held back for it.
    synchronized void begin(List<String> frames) {
        if (heldBack != null) {
            frames.forEach(outbox::send);
            heldBack.forEach(outbox::send);
            heldBack = null;
        }
    }

    /// An answer to this page alone.
    void tell(String frame) {
        var _ = outbox.send(frame);
    }

    void close(int code, String reason) {
        outbox.close(code, reason);
    }
}
