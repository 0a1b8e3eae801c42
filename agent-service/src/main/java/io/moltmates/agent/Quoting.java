package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;

/// Puts what a message answers or passes on before its own words, as the model reads it.
final class Quoting {

    private static final int LONGEST = 2_000;

    private Quoting() {}

    static String text(InboundMessage message) {
        var quote = message.quote();
        if (quote == null) {
            return message.text();
        }
        String author = quote.author().isBlank() ? "somebody" : quote.author().strip();
        return switch (quote.kind()) {
            case REPLY ->
                "[In answer to " + author + ": " + Texts.cut(quote.text().strip(), LONGEST) + "]\n" + message.text();
            case FORWARD -> "[Passed on from " + author + ":]\n" + message.text();
        };
    }
}
