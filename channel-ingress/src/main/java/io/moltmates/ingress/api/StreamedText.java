package io.moltmates.ingress.api;

import io.moltmates.ingress.Draft;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.LiveEvent.TextDelta;
import io.moltmates.schema.LiveEvent.ToolProgress;

/// Decides what a streaming client is sent of an answer that grows: what was sent can't be taken back.
///
/// A later attempt of the turn replaces the draft. As long as it repeats what was sent, nothing is sent; once it goes
/// beyond, the rest follows. If it says something else, the client gets nothing more until the final text, which then
/// follows whole behind a line. Nor does it get anything of an attempt that was not heard from its beginning, as when
/// the request comes again to another replica in the middle of the answer. Whatever of the final text the live events
/// lost is sent at the end, so what the client
/// has put together is the final text wherever that is possible. Not thread-safe.
final class StreamedText {

    static final String BEGINS_ANEW = "\n\n---\n\n";

    private final Draft draft = new Draft();
    private final StringBuilder sent = new StringBuilder();
    private int attempt;
    private int sinceTool;
    private boolean waits;

    /// Another request had begun to listen before: this one gets the final text only.
    void onlyFinal() {
        waits = true;
    }

    /// What to send now; may be empty.
    String take(LiveEvent event) {
        if (!draft.apply(event)) {
            return "";
        }
        if (attempt == 0 && !waits) {
            attempt = draft.shownAttempt();
        }
        return switch (event) {
            case TextDelta delta when draft.shownAttempt() == attempt && draft.whole() -> append(delta.text());
            case TextDelta _ -> catchUp();
            case ToolProgress _ -> {
                if (draft.shownAttempt() == attempt) {
                    sinceTool = sent.length();
                }
                yield "";
            }
            case LiveEvent.Typing _ -> "";
        };
    }

    /// What of the final text is still to be sent.
    String finish(String text) {
        String already = sent.toString();
        if (text.startsWith(already)) {
            return text.substring(already.length());
        }
        String last = already.substring(sinceTool);
        if (text.startsWith(last) && sinceTool > 0) {
            return (last.isEmpty() ? "\n\n" : "") + text.substring(last.length());
        }
        return already.endsWith(text) ? "" : BEGINS_ANEW + text;
    }

    private String catchUp() {
        String text = draft.text();
        if (waits || !draft.whole() || text.length() <= sent.length() || !text.startsWith(sent.toString())) {
            return "";
        }
        attempt = draft.shownAttempt();
        return append(text.substring(sent.length()));
    }

    private String append(String text) {
        sent.append(text);
        return text;
    }
}
