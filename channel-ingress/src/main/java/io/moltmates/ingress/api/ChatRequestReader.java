package io.moltmates.ingress.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the body of a chat completion request.
///
/// What tunes a model (`temperature`, `max_tokens`, `seed` …) is taken and without effect, since the operator chooses
/// how models are called. What would change the form of the answer is refused with a sentence.
final class ChatRequestReader {

    private static final Map<String, String> REFUSED = Map.of(
            "tools",
            "Client-side tools are not supported: the assistant has tools of its own. Leave out 'tools'.",
            "functions",
            "Client-side functions are not supported: the assistant has tools of its own. Leave out 'functions'.",
            "logprobs",
            "Log probabilities are not supported. Leave out 'logprobs'.",
            "stop",
            "Stop sequences are not supported. Leave out 'stop'.",
            "audio",
            "Audio is not supported. Leave out 'audio'.");

    private final int mostTextBytes;

    ChatRequestReader(int mostTextBytes) {
        this.mostTextBytes = mostTextBytes;
    }

    /// @throws ApiError.Refused if the request can't be taken
    ChatRequest read(byte[] body) {
        JsonNode root;
        try {
            root = RecordCodec.mapper().readTree(body);
        } catch (IOException _) {
            throw refused(null, "invalid_json", "The body is not JSON.");
        }
        if (root == null || !root.isObject()) {
            throw refused(null, "invalid_json", "The body is a JSON object with 'model' and 'messages'.");
        }
        checkParameters(root);
        boolean stream = bool(root, "stream");
        var options = root.path("stream_options");
        if (!isAbsent(options) && !stream) {
            throw refused("stream_options", null, "'stream_options' is only for requests with 'stream': true.");
        }
        var messages = root.path("messages");
        if (isAbsent(messages)) {
            throw refused("messages", "missing_required_parameter", "Missing required parameter: 'messages'.");
        }
        if (!messages.isArray() || messages.isEmpty()) {
            throw refused("messages", "invalid_type", "'messages' is an array with at least one message.");
        }
        var content = new MessageContent();
        String text = lastUserMessage(messages, content);
        String context = context(messages);
        checkLength("messages", text);
        checkLength("messages", context == null ? "" : context);
        return new ChatRequest(
                string(root, "model", ChatRequest.MODEL),
                user(root),
                text,
                content.images(),
                context,
                stream,
                options.path("include_usage").asBoolean(false));
    }

    private static void checkParameters(JsonNode root) {
        REFUSED.forEach((name, sentence) -> {
            var value = root.path(name);
            boolean harmless = isAbsent(value)
                    || value.isBoolean() && !value.booleanValue()
                    || value.isContainerNode() && value.isEmpty();
            if (!harmless) {
                throw refused(name, "unsupported_parameter", sentence);
            }
        });
        var n = root.path("n");
        if (!isAbsent(n) && !(n.isIntegralNumber() && n.intValue() == 1)) {
            throw refused("n", "unsupported_value", "There is one answer to a message: 'n' can only be 1.");
        }
        var format = root.path("response_format");
        if (!isAbsent(format) && !format.path("type").asText("text").equals("text")) {
            throw refused(
                    "response_format",
                    "unsupported_value",
                    "Answers are text: 'response_format' can only be {\"type\":\"text\"}.");
        }
        for (var modality : root.path("modalities")) {
            if (!modality.asText().equals("text")) {
                throw refused(
                        "modalities", "unsupported_value", "Answers are text: 'modalities' can only be [\"text\"].");
            }
        }
    }

    private static String lastUserMessage(JsonNode messages, MessageContent content) {
        for (int index = messages.size() - 1; index >= 0; index--) {
            var message = messages.get(index);
            if (!message.isObject() || !message.path("role").isTextual()) {
                throw refused("messages[" + index + "].role", "invalid_type", "Each message has a 'role'.");
            }
            switch (message.path("role").textValue()) {
                case "user" -> {
                    return content.ofUser(message.path("content"), "messages[" + index + "].content");
                }
                case "tool", "function" ->
                    throw refused(
                            "messages[" + index + "].role",
                            "unsupported_value",
                            "Results of client-side tools are not supported: the assistant has tools of its own.");
                case "system", "developer", "assistant" -> {}
                case String other ->
                    throw refused(
                            "messages[" + index + "].role",
                            "invalid_value",
                            "Unknown role '" + other + "'. Known are system, developer, user and assistant.");
            }
        }
        throw refused("messages", "invalid_value", "There is no message of role 'user' to answer.");
    }

    private static @Nullable String context(JsonNode messages) {
        List<String> instructions = new ArrayList<>();
        for (int index = 0; index < messages.size(); index++) {
            String role = messages.get(index).path("role").asText();
            if (role.equals("system") || role.equals("developer")) {
                var content = messages.get(index).path("content");
                instructions.add(MessageContent.text(content, "messages[" + index + "].content"));
            }
        }
        return instructions.isEmpty() ? null : String.join("\n\n", instructions);
    }

    private static @Nullable String user(JsonNode root) {
        String user = string(root, "user", "");
        if (isAbsent(root.path("user"))) {
            return null;
        }
        boolean wrong = user.isEmpty()
                || user.length() > 200
                || user.codePoints()
                        .anyMatch(c -> Character.isISOControl(c)
                                || Character.isWhitespace(c)
                                || Character.getType(c) == Character.SURROGATE
                                || c == '*');
        if (wrong) {
            throw refused("user", "invalid_value", "'user' is a name of 1 to 200 characters without spaces.");
        }
        return user;
    }

    private void checkLength(String param, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > mostTextBytes) {
            throw new ApiError.Refused(ApiError.tooLarge(
                    param,
                    "The message is too long: " + bytes + " bytes, and at most " + mostTextBytes + " are taken."));
        }
    }

    private static boolean bool(JsonNode root, String name) {
        var value = root.path(name);
        if (!isAbsent(value) && !value.isBoolean()) {
            throw refused(name, "invalid_type", "'" + name + "' is true or false.");
        }
        return value.asBoolean(false);
    }

    private static String string(JsonNode root, String name, String otherwise) {
        var value = root.path(name);
        if (!isAbsent(value) && !value.isTextual()) {
            throw refused(name, "invalid_type", "'" + name + "' is a string.");
        }
        return value.asText(otherwise).isEmpty() ? otherwise : value.asText(otherwise);
    }

    static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    static ApiError.Refused refused(@Nullable String param, @Nullable String code, String message) {
        return new ApiError.Refused(ApiError.invalid(param, code, message));
    }
}
