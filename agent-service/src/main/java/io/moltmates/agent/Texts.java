package io.moltmates.agent;

/// Shortens texts without breaking a character.
final class Texts {

    private Texts() {}

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "… [cut]";
    }
}
