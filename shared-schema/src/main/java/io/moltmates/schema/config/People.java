package io.moltmates.schema.config;

import java.util.List;

/// Lists of people: names as their platform writes them, or `*` for everybody.
final class People {

    static final String EVERYBODY = "*";
    static final String WRONG = "is not a name";
    static final String RIGHT = "Write a name without spaces, such as alice, or * for everybody.";

    private static final int LONGEST = 200;

    private People() {}

    static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.codePoints()
                        .noneMatch(character -> Character.isWhitespace(character)
                                || Character.isSpaceChar(character)
                                || Character.isISOControl(character));
    }

    /// A list may hold `alice`, or the same with the channel before it, as `web_alice` or `web:alice`.
    static boolean allows(List<String> allowed, String channel, String name) {
        return allowed.contains(EVERYBODY)
                || allowed.contains(name)
                || allowed.contains(channel + "_" + name)
                || allowed.contains(channel + ":" + name);
    }
}
