package io.moltmates.ingress.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a page says on the web socket, checked for all that can be seen in the frame itself.
sealed interface ClientFrame {

    int MOST_ATTACHMENTS = 20;
    Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");
    String CLIENT_ID_RULE = "has 1 to 100 letters, digits, '.', '_', ':' or '-'";

    /// @param attachments names of files that were uploaded for this id before
    record Message(String id, String text, List<String> attachments) implements ClientFrame {

        @Override
        public String toString() {
            return "Message[id=" + id + "]";
        }
    }

    record Ping() implements ClientFrame {}

    /// A message that can't be taken; its page is told which one.
    record Rejected(String id, String reason) implements ClientFrame {}

    /// Not a frame at all.
    record Unreadable(String reason) implements ClientFrame {}

    static ClientFrame parse(String json, int mostTextBytes) {
        JsonNode node;
        try {
            node = RecordCodec.mapper().readTree(json);
        } catch (JsonProcessingException _) {
            return new Unreadable("A frame is a JSON object, such as {\"type\":\"ping\"}; this one is not JSON.");
        }
        if (node == null || !node.isObject()) {
            return new Unreadable("A frame is a JSON object, such as {\"type\":\"ping\"}.");
        }
        return switch (node.path("type").asText("")) {
            case "ping" -> new Ping();
            case "message" -> message(node, mostTextBytes);
            case String other ->
                new Unreadable(
                        "Unknown frame type '" + abbreviated(other) + "'. A page may send 'message' and 'ping'.");
        };
    }

    private static ClientFrame message(JsonNode node, int mostTextBytes) {
        var id = node.path("id");
        if (!id.isTextual() || !CLIENT_ID.matcher(id.textValue()).matches()) {
            return new Unreadable("A message needs an 'id' that " + CLIENT_ID_RULE + ".");
        }
        var text = node.path("text");
        if (!text.isMissingNode() && !text.isNull() && !text.isTextual()) {
            return new Rejected(id.textValue(), "A message's 'text' is a string.");
        }
        var attachments = attachments(node.path("attachments"));
        if (attachments == null) {
            return new Rejected(
                    id.textValue(),
                    "A message's 'attachments' are up to " + MOST_ATTACHMENTS + " names of uploaded files.");
        }
        String said = text.asText("");
        if (said.isBlank() && attachments.isEmpty()) {
            return new Rejected(id.textValue(), "The message is empty. Write something, or attach a file.");
        }
        int bytes = said.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > mostTextBytes) {
            return new Rejected(
                    id.textValue(),
                    "The message is too long: " + bytes + " bytes, and at most " + mostTextBytes
                            + " are taken. Send the text as a file instead.");
        }
        return new Message(id.textValue(), said, attachments);
    }

    private static @Nullable List<String> attachments(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        if (!node.isArray() || node.size() > MOST_ATTACHMENTS) {
            return null;
        }
        var names = new ArrayList<String>();
        for (var entry : node) {
            var name = entry.isObject() ? entry.path("name") : entry;
            if (!name.isTextual()) {
                return null;
            }
            names.add(name.textValue());
        }
        return names;
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
