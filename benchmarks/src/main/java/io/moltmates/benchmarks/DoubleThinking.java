package io.moltmates.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;

/// What Anthropic refuses of a request for thinking.
final class DoubleThinking {

    static final String SIGNATURE = "signed-by-the-double";

    private DoubleThinking() {}

    /// Empty if nothing is.
    static String wrong(JsonNode request) {
        var thinking = request.path("thinking");
        if (thinking.isMissingNode()) {
            return "";
        }
        if (request.has("temperature")) {
            return "temperature may only be 1 when thinking is enabled";
        }
        int budget = thinking.path("budget_tokens").asInt(0);
        if (thinking.path("type").asText().equals("enabled")
                && (budget < 1024 || budget >= request.path("max_tokens").asInt())) {
            return "thinking.budget_tokens must be at least 1024 and less than max_tokens";
        }
        String found = "";
        for (var message : request.path("messages")) {
            if (message.path("role").asText().equals("assistant")) {
                var blocks = message.path("content");
                boolean asks = false;
                for (var block : blocks) {
                    asks |= block.path("type").asText().equals("tool_use");
                }
                boolean thought = blocks.path(0).path("type").asText().equals("thinking")
                        && blocks.path(0).path("signature").asText().equals(SIGNATURE);
                // an answer without tools ends a turn, and of earlier turns nothing is wanted back
                found = !asks ? "" : thought ? found : "Expected `thinking`, but found `tool_use`";
            }
        }
        return found;
    }
}
