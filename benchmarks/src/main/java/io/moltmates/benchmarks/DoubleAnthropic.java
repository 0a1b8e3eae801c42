package io.moltmates.benchmarks;

import static io.moltmates.benchmarks.DoubleDialect.quoted;

import java.util.ArrayList;
import java.util.List;

/// Anthropic's messages.
final class DoubleAnthropic implements DoubleDialect {

    @Override
    public List<String> stream(DoubleAnswer answer) {
        var pieces = new ArrayList<String>();
        pieces.add(event("message_start", "\"message\":" + message(answer, "[]", "null", 1)));
        pieces.add(event("ping", ""));
        int block = 0;
        if (answer.thinks()) {
            pieces.add(event(
                    "content_block_start",
                    "\"index\":0,\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"));
            pieces.add(event(
                    "content_block_delta",
                    "\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"Let me see.\"}"));
            pieces.add(event(
                    "content_block_delta",
                    "\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":"
                            + quoted(DoubleThinking.SIGNATURE) + "}"));
            pieces.add(event("content_block_stop", "\"index\":0"));
            block++;
        }
        if (!answer.text().isEmpty()) {
            pieces.add(event(
                    "content_block_start",
                    "\"index\":" + block + ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
            for (var word : answer.words()) {
                pieces.add(event(
                        "content_block_delta",
                        "\"index\":" + block + ",\"delta\":{\"type\":\"text_delta\",\"text\":" + quoted(word) + "}"));
            }
            pieces.add(event("content_block_stop", "\"index\":" + block));
            block++;
        }
        for (var tool : answer.tools()) {
            pieces.add(event(
                    "content_block_start",
                    "\"index\":%d,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_%d\",\"name\":%s,\"input\":{}}"
                            .formatted(block, block + 1, quoted(tool.name()))));
            int middle = tool.arguments().length() / 2;
            for (var part : List.of(
                    tool.arguments().substring(0, middle), tool.arguments().substring(middle))) {
                pieces.add(event(
                        "content_block_delta",
                        "\"index\":%d,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":%s}"
                                .formatted(block, quoted(part))));
            }
            pieces.add(event("content_block_stop", "\"index\":" + block));
            block++;
        }
        pieces.add(event(
                "message_delta",
                "\"delta\":{\"stop_reason\":" + reason(answer)
                        + ",\"stop_sequence\":null},\"usage\":{\"output_tokens\":" + answer.outputTokens() + "}"));
        pieces.add(event("message_stop", ""));
        return pieces;
    }

    @Override
    public String whole(DoubleAnswer answer) {
        var blocks = new ArrayList<String>();
        if (!answer.text().isEmpty()) {
            blocks.add("{\"type\":\"text\",\"text\":" + quoted(answer.text()) + "}");
        }
        for (var tool : answer.tools()) {
            var input = tool.arguments().isEmpty() ? "{}" : tool.arguments();
            blocks.add("{\"type\":\"tool_use\",\"id\":\"toolu_%d\",\"name\":%s,\"input\":%s}"
                    .formatted(blocks.size() + 1, quoted(tool.name()), input));
        }
        return message(answer, "[" + String.join(",", blocks) + "]", reason(answer), answer.outputTokens());
    }

    @Override
    public String streamError(String type) {
        return "event: error\ndata: " + errorBody(type, "The double was asked to fail.") + "\n\n";
    }

    @Override
    public String errorBody(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":" + quoted(type) + ",\"message\":" + quoted(message) + "}}";
    }

    @Override
    public int endMarkers() {
        return 1;
    }

    @Override
    public String contentType() {
        return "text/event-stream; charset=utf-8";
    }

    private static String event(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + (fields.isEmpty() ? "" : "," + fields)
                + "}\n\n";
    }

    private static String message(DoubleAnswer answer, String content, String reason, int outputTokens) {
        int fresh = DoubleAnswer.INPUT_TOKENS - DoubleAnswer.CACHED_TOKENS - DoubleAnswer.WRITTEN_TOKENS;
        return ("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":%s,\"content\":%s,\"stop_reason\":%s,"
                        + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":%d,\"cache_creation_input_tokens\":%d,"
                        + "\"cache_read_input_tokens\":%d,\"output_tokens\":%d}}")
                .formatted(
                        quoted(answer.model()),
                        content,
                        reason,
                        fresh,
                        DoubleAnswer.WRITTEN_TOKENS,
                        DoubleAnswer.CACHED_TOKENS,
                        outputTokens);
    }

    private static String reason(DoubleAnswer answer) {
        return answer.tools().isEmpty() ? "\"end_turn\"" : "\"tool_use\"";
    }
}
