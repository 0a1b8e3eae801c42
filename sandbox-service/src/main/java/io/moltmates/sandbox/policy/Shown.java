package io.moltmates.sandbox.policy;

import java.util.Locale;

/// Repeats what the model wrote in a form that is safe in a sentence: short, on one line, without
/// control characters.
final class Shown {

    private static final int MOST = 60;

    private Shown() {}

    static String quoted(String text) {
        return '"' + plain(text) + '"';
    }

    /// At most 60 characters; what is not plain ASCII is shown as its code point.
    static String plain(String text) {
        var shown = new StringBuilder();
        int position = 0;
        while (position < text.length() && shown.length() < MOST) {
            int codePoint = text.codePointAt(position);
            shown.append(codePoint >= ' ' && codePoint < 0x7f ? Character.toString(codePoint) : codePoint(codePoint));
            position += Character.charCount(codePoint);
        }
        return position < text.length() ? shown + "…" : shown.toString();
    }

    /// `U+000A`.
    static String codePoint(int codePoint) {
        return "U+" + String.format(Locale.ROOT, "%04X", codePoint);
    }
}
