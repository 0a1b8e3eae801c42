package io.moltmates.agent.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Reads and writes the little JSON that this package handles itself.
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /// The parsed text; a missing node where it is not JSON.
    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree could not be written.", e);
        }
    }

    /// The object with its scalar fields only.
    static String topLevel(String text) {
        if (!(parse(text) instanceof ObjectNode object)) {
            return "{}";
        }
        var scalars = MAPPER.createObjectNode();
        object.properties().stream()
                .filter(field -> field.getValue().isValueNode())
                .forEach(field -> scalars.set(field.getKey(), field.getValue()));
        return write(scalars);
    }
}
