package io.moltmates.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A question to OpenAI's `POST /audio/transcriptions`. What the double hears in a recording is its bytes as text,
/// which
/// may hold the markers of [DoubleScript].
///
/// @param fields of the form, the file's bytes among them
record DoubleTranscription(Map<String, String> fields) {

    static final String PATH = "/audio/transcriptions";

    private static final Pattern NAME = Pattern.compile("name=\"(\\w+)\"");

    static DoubleTranscription of(String form) {
        var fields = new TreeMap<String, String>();
        String boundary = form.substring(0, Math.max(0, form.indexOf("\r\n")));
        for (String part : form.split(Pattern.quote(boundary), -1)) {
            int head = part.indexOf("\r\n\r\n");
            var name = NAME.matcher(part);
            if (head >= 0 && name.find()) {
                fields.put(name.group(1), part.substring(head + 4, Math.max(head + 4, part.length() - 2)));
            }
        }
        return new DoubleTranscription(fields);
    }

    String recording() {
        return fields.getOrDefault("file", "");
    }

    /// Newer models are paid by tokens, Whisper by the time.
    String answer(DoubleScript script) {
        ObjectNode answer = DoubleDialect.JSON
                .createObjectNode()
                .put("text", script.argument("say", DoubleScript.withoutMarkers(recording())));
        var usage = answer.putObject("usage");
        if (fields.getOrDefault("model", "").startsWith("whisper")) {
            usage.put("type", "duration").put("seconds", 30);
        } else {
            usage.put("type", "tokens")
                    .put("input_tokens", 40)
                    .put("output_tokens", 10)
                    .put("total_tokens", 50);
        }
        return answer.toString();
    }
}
