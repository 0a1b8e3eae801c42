package io.moltmates.persona;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The `key: value` lines between two lines `---` at the start of a Markdown file, and the text behind them.
record FrontMatter(Map<String, String> fields, String text) {

    private static final Pattern SHAPE =
            Pattern.compile("\\A\\uFEFF?\\s*---[ \\t]*\\R(.*?)\\R---[ \\t]*(?:\\R(.*))?\\z", Pattern.DOTALL);

    /// A file without front matter has no fields.
    static FrontMatter parse(String file) {
        var match = SHAPE.matcher(file);
        if (!match.matches()) {
            return new FrontMatter(Map.of(), file.strip());
        }
        var fields = new LinkedHashMap<String, String>();
        match.group(1).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                fields.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        unquoted(line.substring(colon + 1).strip()));
            }
        });
        return new FrontMatter(
                fields, match.group(2) == null ? "" : match.group(2).strip());
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") && value.endsWith("\"") || value.startsWith("'") && value.endsWith("'"));
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
