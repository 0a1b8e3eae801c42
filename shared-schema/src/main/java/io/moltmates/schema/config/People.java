package io.moltmates.schema.config;

import java.util.List;

/// Lists of people: names as their platform writes them, or `*` for everybody.
final class People {

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

    /// A list may hold `alice`, or `web_alice` with the channel before it.
    static boolean allows(List<String> allowed, String channel, String name) {
        return allowed.contains("*") || allowed.contains(name) || allowed.contains(channel + "_" + name);
    }
}
