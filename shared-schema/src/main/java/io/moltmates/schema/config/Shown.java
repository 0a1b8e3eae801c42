package io.moltmates.schema.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Decides what of a value or key a finding may repeat, so that no secret is ever shown.
final class Shown {

    private static final Pattern SECRET_KEY =
            Pattern.compile("key|token|secret|passw|credential|authorization|cookie|jaas");
    private static final Set<String> NO_SECRETS = Set.of("maxtokens", "contexttokens", "tokensperday", "keyfile");
    private static final Pattern LOOKS_RANDOM =
            Pattern.compile("(?=.*\\d)(?=.*[A-Za-z])\\S{16,}|sk-\\S*|.*@.*|.{49,}", Pattern.DOTALL);

    private Shown() {}

    /// The value in a form that a sentence can begin with.
    static String value(Node node, String path) {
        if (isSecret(path)) {
            return "the value";
        }
        return switch (node) {
            case Node.Text text -> looksRandom(text.value()) ? "the value" : quoted(text.value());
            case Node.Digits digits -> digits.value().length() > 24 ? "the number" : digits.value();
            case Node.Flag flag -> String.valueOf(flag.value());
            case Node.Nothing _ -> "null";
            case Node.Section _ -> "this section";
            case Node.Items _ -> "this list";
            case Node.Unfilled _ -> "the value";
        };
    }

    /// What kind of value it is, for where a text was surely meant for another place.
    static String kind(Node node) {
        return switch (node) {
            case Node.Text _, Node.Unfilled _ -> "a text";
            case Node.Digits _ -> "a number";
            case Node.Flag _ -> "true or false";
            case Node.Items _ -> "a list";
            case Node.Section _ -> "a section";
            case Node.Nothing _ -> "null";
        };
    }

    /// A key that is not known: a misplaced secret is not shown.
    static String key(String key) {
        return looksRandom(key) ? "…" : printable(key);
    }

    private static boolean isSecret(String path) {
        for (String part : path.toLowerCase(Locale.ROOT).split("[.\\[]", -1)) {
            if (!NO_SECRETS.contains(part) && SECRET_KEY.matcher(part).find()) {
                return true;
            }
        }
        return path.startsWith("kafka.properties");
    }

    private static boolean looksRandom(String text) {
        return LOOKS_RANDOM.matcher(text).matches();
    }

    private static String quoted(String text) {
        return "'" + printable(text) + "'";
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
