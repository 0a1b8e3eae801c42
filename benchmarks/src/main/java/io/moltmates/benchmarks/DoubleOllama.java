package io.moltmates.benchmarks;

import static io.moltmates.benchmarks.DoubleDialect.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Ollama's chat: a JSON object a line.
final class DoubleOllama implements DoubleDialect {

    @Override
    public List<String> stream(DoubleAnswer answer) {
        var pieces = new ArrayList<String>();
        answer.words().forEach(word -> pieces.add(line(answer, word, "", false)));
        answer.tools().forEach(tool -> pieces.add(line(answer, "", call(tool), false)));
        pieces.add(line(answer, "", "", true));
        return pieces;
    }

    @Override
    public String whole(DoubleAnswer answer) {
        var calls = answer.tools().stream().map(DoubleOllama::call).collect(Collectors.joining(","));
        return line(answer, answer.text(), calls, true);
    }

    @Override
    public String streamError(String type) {
        return errorBody(type, "The double was asked to fail.") + "\n";
    }

    @Override
    public String errorBody(String type, String message) {
        return "{\"error\":" + quoted(type + ": " + message) + "}";
    }

    @Override
    public int endMarkers() {
        return 1;
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    private static String call(DoubleAnswer.Tool tool) {
        return "{\"function\":{\"name\":" + quoted(tool.name()) + ",\"arguments\":"
                + (tool.arguments().isEmpty() ? "{}" : tool.arguments()) + "}}";
    }

    private static String line(DoubleAnswer answer, String text, String calls, boolean last) {
        var tools = calls.isEmpty() ? "" : ",\"tool_calls\":[" + calls + "]";
        var end = last
                ? ",\"done_reason\":\"stop\",\"total_duration\":1,\"prompt_eval_count\":" + DoubleAnswer.INPUT_TOKENS
                        + ",\"eval_count\":" + answer.outputTokens()
                : "";
        return "{\"model\":" + quoted(answer.model())
                + ",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",\"content\":"
                + quoted(text) + tools + "},\"done\":" + last + end + "}\n";
    }
}
