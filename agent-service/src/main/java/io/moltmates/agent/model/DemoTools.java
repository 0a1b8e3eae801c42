package io.moltmates.agent.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Fills in the arguments of the tools at hand, by the names that their schemas give them.
final class DemoTools {

    private final Map<String, JsonNode> schemas;

    DemoTools(List<ModelTool> tools) {
        schemas = tools.stream()
                .collect(Collectors.toMap(
                        ModelTool::name,
                        tool -> Json.parse(tool.inputSchema()).path("properties"),
                        (first, _) -> first));
    }

    boolean lacks(DemoIntent intent) {
        return switch (intent) {
            case DemoIntent.Write _ -> lacks("write");
            case DemoIntent.Read _, DemoIntent.Recall _ -> lacks("read");
            case DemoIntent.Edit _ -> lacks("edit");
            case DemoIntent.ListFiles _ -> lacks("list");
            case DemoIntent.Run _ -> lacks("exec");
            case DemoIntent.Remember _ -> !schema("write").has("append");
            case DemoIntent.Talk _ -> false;
        };
    }

    ObjectNode path(String tool, String path) {
        return Json.MAPPER.createObjectNode().put(named(tool, "path", "file"), path);
    }

    ObjectNode write(String path, String text) {
        return path("write", path).put(named("write", "content", "text"), text);
    }

    ObjectNode append(String path, String text) {
        return write(path, text).put("append", true);
    }

    ObjectNode edit(String path, String before, String after) {
        return path("edit", path)
                .put(named("edit", "before", "old", "old_text"), before)
                .put(named("edit", "after", "new", "new_text"), after);
    }

    ObjectNode exec(String command) {
        var name = named("exec", "command", "line", "cmd");
        var arguments = Json.MAPPER.createObjectNode();
        if (schema("exec").path(name).path("type").asText().equals("array")) {
            List.of(command.strip().split("\\s+", -1)).forEach(arguments.putArray(name)::add);
            return arguments;
        }
        return arguments.put(name, command);
    }

    private JsonNode schema(String tool) {
        return schemas.getOrDefault(tool, MissingNode.getInstance());
    }

    private boolean lacks(String tool) {
        return !schemas.containsKey(tool);
    }

    private String named(String tool, String usual, String... others) {
        var properties = schema(tool);
        for (var other : others) {
            if (!properties.has(usual) && properties.has(other)) {
                return other;
            }
        }
        return usual;
    }
}
