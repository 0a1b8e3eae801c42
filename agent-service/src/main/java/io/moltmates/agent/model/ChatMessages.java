package io.moltmates.agent.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Turns a request into LangChain4j's messages so that as much as possible of it can come from the provider's cache.
///
/// The changing part of the system prompt goes in front of the person's latest words: everything before it then stays
/// the same from turn
/// to turn, which is what Anthropic, OpenAI and the local servers cache by.
record ChatMessages(boolean images, boolean marksCache) {

    private static final Map<String, Object> CACHED = Map.of("cache_control", "ephemeral");
    private static final Map<String, Object> NOT_CACHED = Map.of();

    List<ChatMessage> of(ModelRequest request) {
        var result = new ArrayList<ChatMessage>(request.messages().size() + 1);
        var system = request.system();
        if (!system.stable().isBlank()) {
            result.add(SystemMessage.from(system.stable()));
        }
        int latest = latestUserMessage(request.messages());
        int last = request.messages().size() - 1;
        int thisTurn = AnthropicThinking.ofThisTurn(request.messages());
        for (int at = 0; at <= last; at++) {
            // what comes before the latest words is the same in the next turn, all of it in the next step of this turn
            var attributes = marksCache && (at == last || at == latest - 1) ? CACHED : NOT_CACHED;
            result.add(
                    switch (request.messages().get(at)) {
                        case UserMessage user -> user(user, at == latest ? system.changing() : "", attributes);
                        case AssistantMessage assistant -> assistant(assistant, attributes, at >= thisTurn);
                        case ToolResultMessage tool ->
                            ToolExecutionResultMessage.builder()
                                    .id(tool.callId())
                                    .toolName(tool.name())
                                    .text(tool.text().isBlank() ? "(no output)" : tool.text())
                                    .isError(tool.isError())
                                    .attributes(attributes)
                                    .build();
                    });
        }
        return result;
    }

    private static int latestUserMessage(List<ModelMessage> messages) {
        for (int at = messages.size() - 1; at >= 0; at--) {
            if (messages.get(at) instanceof UserMessage) {
                return at;
            }
        }
        return -1;
    }

    private ChatMessage user(UserMessage message, String context, Map<String, Object> attributes) {
        var contents = new ArrayList<Content>();
        if (images) {
            message.images().forEach(image -> contents.add(ImageContent.from(image.base64(), image.mediaType())));
        }
        var text = new StringBuilder();
        if (!context.isBlank()) {
            text.append("<context>\n").append(context.strip()).append("\n</context>\n\n");
        }
        text.append(message.text());
        if (!images && !message.images().isEmpty()) {
            text.append("\n\n[").append(message.images().size()).append(" image(s), which this model can't see]");
        }
        if (!text.isEmpty() || contents.isEmpty()) {
            contents.add(TextContent.from(text.toString().isBlank() ? "(no text)" : text.toString()));
        }
        return dev.langchain4j.data.message.UserMessage.builder()
                .contents(contents)
                .attributes(attributes)
                .build();
    }

    private static ChatMessage assistant(
            AssistantMessage message, Map<String, Object> attributes, boolean withThinking) {
        var calls = message.toolCalls().stream()
                .map(call -> ToolExecutionRequest.builder()
                        .id(call.id())
                        .name(call.name())
                        .arguments(objectOrWrapped(call.arguments()))
                        .build())
                .toList();
        var thinking = withThinking ? message.thinking() : null;
        var builder = AiMessage.builder().toolExecutionRequests(calls).attributes(attributes);
        if (thinking != null) {
            builder.attributes(AnthropicThinking.attributes(thinking, attributes));
            if (thinking.signature() != null) {
                builder.thinking(thinking.text());
            }
        }
        if (!message.text().isBlank()) {
            builder.text(message.text());
        } else if (calls.isEmpty()) {
            builder.text("(no answer)");
        }
        return builder.build();
    }

    // a provider refuses a whole conversation for one call whose arguments are no JSON object
    private static String objectOrWrapped(String arguments) {
        return Json.parse(arguments).isObject()
                ? arguments
                : Json.write(Json.MAPPER.createObjectNode().put("invalid", arguments));
    }
}
