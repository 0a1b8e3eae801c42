package io.moltmates.agent.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/// Numbers the tool calls of one Ollama stream: each comes whole, but LangChain4j joins those that have the same index,
/// or none.
final class OllamaToolCalls implements UnaryOperator<String> {

    private int next;

    @Override
    public String apply(String line) {
        if (!JsonProbe.hasValue(line, "tool_calls") || !(Json.parse(line) instanceof ObjectNode root)) {
            return line;
        }
        root.path("message").path("tool_calls").forEach(call -> {
            if (call.path("function") instanceof ObjectNode function) {
                function.put("index", next++);
            }
        });
        return Json.write(root);
    }
}
