package io.moltmates.ingress.telegram;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A text and what of it is shown how: places count UTF-16 units, as Telegram's do. Spans lie within each other or
/// apart.
///
/// @param spans by their start, the longer first
record StyledText(String text, List<Span> spans) {

    /// How a part of a text is shown.
    ///
    /// @param tag of Telegram's HTML, such as `b`
    /// @param attribute what stands in the tag besides, such as a link's address; empty if nothing
    record Span(int start, int end, String tag, String attribute) {

        /// Whether it has to stay whole, or else begin anew on the other side of a cut.
        boolean covers(int place) {
            return start < place && place < end;
        }
    }

    StyledText {
        var sorted = new ArrayList<>(spans);
        sorted.removeIf(span -> span.start() >= span.end());
        sorted.sort(Comparator.comparingInt(Span::start).thenComparing(Span::end, Comparator.reverseOrder()));
        spans = List.copyOf(sorted);
    }

    int length() {
        return text.length();
    }

    /// The part from a place up to another one; what spans over its ends is shown the same in the part.
    StyledText part(int start, int end) {
        var inside = spans.stream()
                .filter(span -> span.end() > start && span.start() < end)
                .map(span -> new Span(
                        Math.max(span.start(), start) - start,
                        Math.min(span.end(), end) - start,
                        span.tag(),
                        span.attribute()))
                .toList();
        return new StyledText(text.substring(start, end), inside);
    }

    /// As Telegram's HTML: <https://core.telegram.org/bots/api#html-style>.
    String html() {
        var html = new StringBuilder();
        var open = new ArrayList<Span>();
        int next = 0;
        for (int place = 0; place <= text.length(); place++) {
            while (!open.isEmpty() && open.getLast().end() <= place) {
                html.append(closing(open.removeLast()));
            }
            while (next < spans.size() && spans.get(next).start() == place) {
                var span = spans.get(next++);
                html.append(opening(span));
                open.add(span);
            }
            if (place < text.length()) {
                append(html, text.charAt(place));
            }
        }
        return html.toString();
    }

    private static String opening(Span span) {
        return switch (span.tag()) {
            case "a" -> "<a href=\"" + escaped(span.attribute()) + "\">";
            case "pre" ->
                span.attribute().isEmpty()
                        ? "<pre>"
                        : "<pre><code class=\"language-" + escaped(span.attribute()) + "\">";
            default -> "<" + span.tag() + ">";
        };
    }

    private static String closing(Span span) {
        return span.tag().equals("pre") && !span.attribute().isEmpty() ? "</code></pre>" : "</" + span.tag() + ">";
    }

    private static String escaped(String text) {
        var html = new StringBuilder();
        text.chars().forEach(character -> append(html, (char) character));
        return html.toString();
    }

    private static void append(StringBuilder html, char character) {
        switch (character) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&quot;");
            default -> html.append(character);
        }
    }
}
