package io.moltmates.agent.model;

/// Looks for a key in JSON text without parsing it; a key inside a string value never matches, since its quotes are
/// escaped there.
final class JsonProbe {

    private JsonProbe() {}

    /// Whether the key is there, at any depth, with a value other than null.
    static boolean hasValue(String json, String key) {
        for (int at = valueOf(json, key, 0); at >= 0; at = valueOf(json, key, at)) {
            if (!json.startsWith("null", at)) {
                return true;
            }
        }
        return false;
    }

    static boolean isTrue(String json, String key) {
        int at = valueOf(json, key, 0);
        return at >= 0 && json.startsWith("true", at);
    }

    /// Whether the first such key has this string as its value.
    static boolean is(String json, String key, String value) {
        int at = valueOf(json, key, 0);
        return at >= 0
                && json.charAt(at) == '"'
                && json.startsWith(value, at + 1)
                && json.startsWith("\"", at + 1 + value.length());
    }

    private static int valueOf(String json, String key, int from) {
        int at = from;
        while ((at = json.indexOf(key, at)) >= 0) {
            int end = at + key.length();
            if (at > 0 && json.charAt(at - 1) == '"' && end < json.length() && json.charAt(end) == '"') {
                int next = skipSpace(json, end + 1);
                if (next < json.length() && json.charAt(next) == ':') {
                    int value = skipSpace(json, next + 1);
                    return value < json.length() ? value : -1;
                }
            }
            at = end;
        }
        return -1;
    }

    private static int skipSpace(String json, int from) {
        int at = from;
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return at;
    }
}
