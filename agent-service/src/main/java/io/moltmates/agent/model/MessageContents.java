package io.moltmates.agent.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// What a model was told and what it answered, in the JSON that the semantic conventions give to it; only for
/// operators who switched it on. Images are left out.
final class MessageContents {

    private static final String TYPE = "type";
    private static final String CONTENT = "content";

    private MessageContents() {}

    static String system(ModelRequest request) {
        var parts = Json.MAPPER.createArrayNode();
        text(parts, request.system().whole());
        return Json.write(parts);
    }

    static String input(ModelRequest request) {
        var messages = Json.MAPPER.createArrayNode();
        for (var message : request.messages()) {
            switch (message) {
                case ModelMessage.UserMessage user -> text(message(messages, "user"), user.text());
                case ModelMessage.AssistantMessage said -> {
                    var parts = message(messages, "assistant");
                    text(parts, said.text());
                    said.toolCalls().forEach(call -> call(parts, call));
                }
                case ModelMessage.ToolResultMessage result ->
                    message(messages, "tool")
                            .addObject()
                            .put(TYPE, "tool_call_response")
                            .put("id", result.callId())
                            .put("response", result.text());
            }
        }
        return Json.write(messages);
    }

    static String output(ModelAnswer answer) {
        var messages = Json.MAPPER.createArrayNode();
        var parts = message(messages, "assistant");
        text(parts, answer.text());
        answer.toolCalls().forEach(call -> call(parts, call));
        if (messages.get(0) instanceof ObjectNode only) {
            only.put("finish_reason", answer.finishReason().name().toLowerCase(Locale.ROOT));
        }
        return Json.write(messages);
    }

    private static ArrayNode message(ArrayNode messages, String role) {
        return messages.addObject().put("role", role).putArray("parts");
    }

    private static void text(ArrayNode parts, String text) {
        if (!text.isEmpty()) {
            parts.addObject().put(TYPE, "text").put(CONTENT, text);
        }
    }

    private static void call(ArrayNode parts, ToolCall call) {
        parts.addObject()
                .put(TYPE, "tool_call")
                .put("id", call.id())
                .put("name", call.name())
                .set("arguments", Json.parse(call.arguments()));
    }
}
