package io.moltmates.benchmarks;

import static io.moltmates.benchmarks.DoubleDialect.quoted;

import java.util.ArrayList;
import java.util.List;

/// OpenAI's chat completions.
final class DoubleOpenAi implements DoubleDialect {

    @Override
    public List<String> stream(DoubleAnswer answer) {
        var pieces = new ArrayList<String>();
        pieces.add(chunk(answer, "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        answer.words().forEach(word -> pieces.add(chunk(answer, "{\"content\":" + quoted(word) + "}", "null")));
        for (int at = 0; at < answer.tools().size(); at++) {
            var tool = answer.tools().get(at);
            var index = answer.indexed() ? "\"index\":" + at + "," : "";
            var id = answer.indexed() ? "\"id\":\"call_" + (at + 1) + "\",\"type\":\"function\"," : "";
            int middle = tool.arguments().length() / 2;
            pieces.add(toolChunk(
                    answer, index + id + "\"function\":{\"name\":" + quoted(tool.name()) + ",\"arguments\":\"\"}"));
            for (var part : List.of(
                    tool.arguments().substring(0, middle), tool.arguments().substring(middle))) {
                if (!part.isEmpty()) {
                    pieces.add(toolChunk(answer, index + "\"function\":{\"arguments\":" + quoted(part) + "}"));
                }
            }
        }
        pieces.add(chunk(answer, "{}", reason(answer)));
        pieces.add("data: {" + head(answer, "chat.completion.chunk") + ",\"choices\":[],\"usage\":" + usage(answer)
                + "}\n\n");
        pieces.add("data: [DONE]\n\n");
        return pieces;
    }

    @Override
    public String whole(DoubleAnswer answer) {
        var calls = new ArrayList<String>();
        for (int at = 0; at < answer.tools().size(); at++) {
            var tool = answer.tools().get(at);
            calls.add("{\"id\":\"call_%d\",\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":%s}}"
                    .formatted(at + 1, quoted(tool.name()), quoted(tool.arguments())));
        }
        var tools = calls.isEmpty() ? "" : ",\"tool_calls\":[" + String.join(",", calls) + "]";
        return "{" + head(answer, "chat.completion")
                + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + quoted(answer.text())
                + tools
                + "},\"finish_reason\":" + reason(answer) + "}],\"usage\":" + usage(answer) + "}";
    }

    @Override
    public String streamError(String type) {
        return "data: " + errorBody(type, "The double was asked to fail.") + "\n\n";
    }

    @Override
    public String errorBody(String type, String message) {
        return "{\"error\":{\"message\":" + quoted(message) + ",\"type\":" + quoted(type) + ",\"code\":" + quoted(type)
                + "}}";
    }

    @Override
    public int endMarkers() {
        return 3;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    private static String toolChunk(DoubleAnswer answer, String call) {
        return chunk(answer, "{\"tool_calls\":[{" + call + "}]}", "null");
    }

    private static String chunk(DoubleAnswer answer, String delta, String reason) {
        return "data: {" + head(answer, "chat.completion.chunk") + ",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"finish_reason\":" + reason + "}]}\n\n";
    }

    private static String head(DoubleAnswer answer, String object) {
        return "\"id\":\"chatcmpl-1\",\"object\":\"" + object + "\",\"created\":1,\"model\":" + quoted(answer.model());
    }

    private static String reason(DoubleAnswer answer) {
        return answer.tools().isEmpty() ? "\"stop\"" : "\"tool_calls\"";
    }

    private static String usage(DoubleAnswer answer) {
        return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d,\"prompt_tokens_details\":{\"cached_tokens\":%d}}"
                .formatted(
                        DoubleAnswer.INPUT_TOKENS,
                        answer.outputTokens(),
                        DoubleAnswer.INPUT_TOKENS + answer.outputTokens(),
                        DoubleAnswer.CACHED_TOKENS);
    }
}
