package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// Prints one conversation as it grows.
///
/// A draft is only printed as it streams when somebody watches; a script gets each answer once, whole.
final class ChatScreen {

    private final PrintWriter out;
    private final boolean streaming;
    private @Nullable String turn;
    private int attempt;
    private long seen;
    private final StringBuilder draft = new StringBuilder();

    ChatScreen(PrintWriter out, boolean streaming) {
        this.out = out;
        this.streaming = streaming;
    }

    void note(String sentence) {
        endDraft();
        out.println("(" + sentence + ")");
        out.flush();
    }

    /// What an answer says so far; a higher attempt begins anew, a lower one or a repeat is dropped.
    void delta(JsonNode frame) {
        String of = frame.path("turn").asText();
        int now = frame.path("attempt").asInt(1);
        long seq = frame.path("seq").asLong();
        if (of.equals(turn) ? now < attempt || (now == attempt && seq <= seen) : !draft.isEmpty()) {
            return;
        }
        if (!of.equals(turn) || now > attempt) {
            endDraft();
            turn = of;
            attempt = now;
        }
        seen = seq;
        String text = frame.path("text").asText();
        draft.append(text);
        if (streaming) {
            out.print(text);
            out.flush();
        }
    }

    void tool(JsonNode frame) {
        if (streaming && frame.path("state").asText().equals("started")) {
            endDraft();
            out.println("  [" + frame.path("name").asText() + "]");
            out.flush();
        }
    }

    /// The final answer: printed only as far as the draft did not show it.
    void message(JsonNode item) {
        String text = item.path("text").asText();
        if (streaming && !draft.isEmpty() && text.endsWith(draft.toString())) {
            out.println();
        } else {
            endDraft();
            out.println(text);
        }
        draft.setLength(0);
        turn = null;
        int number = 0; // choices that the text lists already are not listed again
        for (var button : item.path("buttons")) {
            number++;
            String label = button.path("label").asText();
            if (!text.contains(label)) {
                out.println("  " + number + ". " + label);
            }
        }
        out.flush();
    }

    void history(JsonNode items) {
        for (var item : items) {
            boolean theirs = item.path("role").asText().equalsIgnoreCase("user");
            out.println((theirs ? "> " : "") + item.path("text").asText());
        }
        out.flush();
    }

    private void endDraft() {
        if (streaming && !draft.isEmpty()) {
            out.println();
        }
        draft.setLength(0);
        seen = 0;
    }
}
