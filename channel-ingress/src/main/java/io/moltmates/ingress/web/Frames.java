package io.moltmates.ingress.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.ingress.Draft;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.ToolSummary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Renders what the server says on the web socket.
final class Frames {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /// Stands before a text whose beginning this replica did not see; the final answer has it.
    private static final String BEGINNING_MISSED = "… ";

    private Frames() {}

    private static ObjectNode frame(String type) {
        return JSON.objectNode().put("type", type);
    }

    static String hello(String user, String name, @Nullable PersonaReference persona, String version) {
        var frame = frame("hello").put("user", user).put("name", name);
        frame.set("persona", persona(persona));
        return frame.put("version", version).toString();
    }

    static String history(List<ObjectNode> items, List<ObjectNode> drafts) {
        var frame = frame("history");
        frame.putArray("items").addAll(items);
        frame.putArray("drafts").addAll(drafts);
        return frame.toString();
    }

    static String accepted(String clientId, String messageId) {
        return frame("accepted").put("id", clientId).put("messageId", messageId).toString();
    }

    static String rejected(String clientId, String reason) {
        return frame("rejected").put("id", clientId).put("reason", reason).toString();
    }

    static String error(String reason) {
        return frame("error").put("reason", reason).toString();
    }

    static String pong() {
        return "{\"type\":\"pong\"}";
    }

    static String personaChanged(@Nullable PersonaReference persona) {
        var frame = frame("persona");
        frame.set("persona", persona(persona));
        return frame.toString();
    }

    static String message(ObjectNode item) {
        var frame = frame("message");
        frame.set("item", item);
        return frame.toString();
    }

    /// The event as the draft has just taken it.
    static String live(LiveEvent event, Draft draft) {
        return switch (event) {
            case LiveEvent.Typing typing ->
                frame("typing")
                        .put("turn", typing.turn())
                        .put("on", typing.on())
                        .toString();
            case LiveEvent.TextDelta delta ->
                frame("delta")
                        .put("turn", delta.turn())
                        .put("attempt", draft.shownAttempt())
                        .put("seq", delta.sequence())
                        .put("text", delta.text())
                        .toString();
            case LiveEvent.ToolProgress tool ->
                tool(
                                frame("tool")
                                        .put("turn", tool.turn())
                                        .put("attempt", draft.shownAttempt())
                                        .put("seq", tool.sequence()),
                                tool)
                        .toString();
        };
    }

    static ObjectNode draft(String turn, Draft draft) {
        var node = JSON.objectNode()
                .put("turn", turn)
                .put("attempt", draft.shownAttempt())
                .put("seq", draft.sequence())
                .put("typing", draft.typing())
                .put("text", draft.whole() ? draft.text() : BEGINNING_MISSED + draft.text());
        var tools = node.putArray("tools");
        draft.tools().forEach(tool -> tools.add(tool(JSON.objectNode(), tool)));
        return node;
    }

    private static ObjectNode tool(ObjectNode node, LiveEvent.ToolProgress tool) {
        return node.put("step", tool.step())
                .put("name", tool.name())
                .put("state", lower(tool.state()))
                .put("input", tool.input())
                .put("output", tool.output());
    }

    static ObjectNode item(CommandResult.Item item) {
        var node = JSON.objectNode()
                .put("id", item.id())
                .put("messageId", item.messageId())
                .put("role", lower(item.role()))
                .put("text", item.text())
                .put("at", item.at().toString());
        node.set("tools", tools(item.tools()));
        node.set("buttons", buttons(item.buttons()));
        node.set("attachments", attachments(item.attachments()));
        node.put("outcome", item.outcome() == null ? null : lower(item.outcome()));
        node.set("persona", persona(item.persona()));
        return node;
    }

    private static ArrayNode tools(List<ToolSummary> tools) {
        var array = JSON.arrayNode();
        tools.forEach(tool -> array.addObject()
                .put("step", tool.step())
                .put("name", tool.name())
                .put("ok", tool.ok())
                .put("input", tool.input())
                .put("output", tool.output()));
        return array;
    }

    private static ArrayNode buttons(List<OutboundMessage.Button> buttons) {
        var array = JSON.arrayNode();
        buttons.forEach(button -> array.addObject().put("label", button.label()).put("value", button.value()));
        return array;
    }

    private static ArrayNode attachments(List<Attachment> attachments) {
        var array = JSON.arrayNode();
        attachments.forEach(file -> array.add(attachment(file)));
        return array;
    }

    static ObjectNode attachment(Attachment file) {
        return JSON.objectNode()
                .put("name", file.name())
                .put("size", file.size())
                .put("type", file.mediaType());
    }

    private static @Nullable ObjectNode persona(@Nullable PersonaReference persona) {
        return persona == null
                ? null
                : JSON.objectNode().put("name", persona.name()).put("emoji", persona.emoji());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
