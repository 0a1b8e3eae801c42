package io.moltmates.agent;

import io.moltmates.agent.model.ModelMessage;

/// Guesses how many tokens a text is, on the safe side: models count differently, and this only decides when to
/// shorten.
final class Tokens {

    private static final int PER_MESSAGE = 8;
    private static final int PER_IMAGE = 1600;

    private Tokens() {}

    static int of(String text) {
        int wide = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) > 0x7f) {
                wide++;
            }
        }
        return (length - wide) / 4 + wide + 1;
    }

    static int of(ModelMessage message) {
        return PER_MESSAGE
                + switch (message) {
                    case ModelMessage.UserMessage(var text, var images) -> of(text) + PER_IMAGE * images.size();
                    case ModelMessage.AssistantMessage(var text, var calls, var _) ->
                        of(text)
                                + calls.stream()
                                        .mapToInt(call -> PER_MESSAGE + of(call.name()) + of(call.arguments()))
                                        .sum();
                    case ModelMessage.ToolResultMessage(var _, var name, var text, var _) -> of(name) + of(text);
                };
    }
}
