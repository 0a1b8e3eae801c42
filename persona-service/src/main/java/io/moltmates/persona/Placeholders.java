package io.moltmates.persona;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills `{{name}}` in a text, each once: what a value holds is never looked at again, and an unknown name stays.
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-z]+)\\s*}}");

    private Placeholders() {}

    static String fill(String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
    }
}
