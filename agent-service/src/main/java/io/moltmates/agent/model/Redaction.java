package io.moltmates.agent.model;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Takes keys out of what a provider wrote before it reaches a log.
final class Redaction {

    private static final Pattern KEY_LIKE = Pattern.compile("\\b(sk|gsk|pplx|key|xai)-?_?[A-Za-z0-9_*-]{8,}");

    private Redaction() {}

    static String of(String text, Map<String, List<String>> requestHeaders) {
        var result = text;
        for (var header : List.of("Authorization", "x-api-key", "api-key")) {
            for (var value : requestHeaders.getOrDefault(header, List.of())) {
                var key = value.startsWith("Bearer ") ? value.substring(7) : value;
                result = key.isBlank() ? result : result.replace(key, "***");
            }
        }
        return KEY_LIKE.matcher(result).replaceAll("$1-***");
    }
}
