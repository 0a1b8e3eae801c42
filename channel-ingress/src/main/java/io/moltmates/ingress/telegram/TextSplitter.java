package io.moltmates.ingress.telegram;

import io.moltmates.ingress.telegram.StyledText.Span;
import java.util.ArrayList;
import java.util.List;

/// Cuts a text into messages of the length that Telegram takes: between paragraphs if it can be, else between lines,
/// sentences or words; within code between lines, where the code goes on as code in the next message.
final class TextSplitter {

    /// The longest message, in UTF-16 units after the entities are read:
    /// <https://core.telegram.org/bots/api#sendmessage>.
    static final int LONGEST = 4096;

    private TextSplitter() {}

    static List<StyledText> split(StyledText whole) {
        return split(whole, LONGEST);
    }

    static List<StyledText> split(StyledText whole, int longest) {
        var parts = new ArrayList<StyledText>();
        int start = 0;
        while (whole.length() - start > longest) {
            int cut = cut(whole, start, start + longest);
            add(parts, whole, start, cut);
            start = cut;
            while (start < whole.length()
                    && !inCode(whole, start)
                    && Character.isWhitespace(whole.text().charAt(start))) {
                start++;
            }
            if (inCode(whole, start) && whole.text().charAt(start) == '\n') {
                start++;
            }
        }
        add(parts, whole, start, whole.length());
        return parts;
    }

    private static void add(List<StyledText> parts, StyledText whole, int start, int end) {
        int last = end;
        while (last > start && Character.isWhitespace(whole.text().charAt(last - 1))) {
            last--;
        }
        if (last > start) {
            parts.add(whole.part(start, last));
        }
    }

    /// The best place to cut behind `start` and not behind `end`.
    private static int cut(StyledText whole, int start, int end) {
        String text = whole.text();
        int half = start + (end - start) / 2;
        int place = last(whole, "\n\n", half, end, false);
        if (place < 0) {
            place = last(whole, "\n\n", start + 1, end, false);
        }
        if (place < 0) {
            place = last(whole, "\n", half, end, true);
        }
        for (String mark : List.of(". ", "! ", "? ", " ")) {
            if (place < 0) {
                int found = last(whole, mark, half, end - mark.length() + 1, true);
                place = found < 0 ? -1 : found + mark.length() - 1;
            }
        }
        if (place < 0) {
            place = Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
        }
        return place;
    }

    /// The last place of these words from `least` up to `most` that is allowed to be a cut.
    private static int last(StyledText whole, String words, int least, int most, boolean withinCode) {
        for (int place = whole.text().lastIndexOf(words, most);
                place >= least;
                place = whole.text().lastIndexOf(words, place - 1)) {
            if (withinCode ? !inLine(whole, place) : !inSpan(whole, place)) {
                return place;
            }
        }
        return -1;
    }

    private static boolean inSpan(StyledText whole, int place) {
        return whole.spans().stream()
                .anyMatch(span -> span.covers(place) && !span.tag().equals("blockquote"));
    }

    /// Whether it is within a link or a piece of code in a line, which are not cut.
    private static boolean inLine(StyledText whole, int place) {
        return whole.spans().stream()
                .anyMatch(span -> span.covers(place)
                        && (span.tag().equals("a") || span.tag().equals("code")));
    }

    private static boolean inCode(StyledText whole, int place) {
        return whole.spans().stream().anyMatch(span -> isCode(span) && span.covers(place));
    }

    private static boolean isCode(Span span) {
        return span.tag().equals("pre");
    }
}
