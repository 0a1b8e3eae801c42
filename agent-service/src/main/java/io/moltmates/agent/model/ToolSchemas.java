package io.moltmates.agent.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Turns tools into LangChain4j's form, once for each tool.
final class ToolSchemas {

    private static final int MOST_REMEMBERED = 1_000;

    private final Map<ModelTool, ToolSpecification> known = new ConcurrentHashMap<>();

    List<ToolSpecification> of(List<ModelTool> tools) {
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        return tools.stream()
                .map(tool -> known.computeIfAbsent(tool, ToolSchemas::convert))
                .toList();
    }

    private static ToolSpecification convert(ModelTool tool) {
        return ToolSpecification.builder()
                .name(tool.name())
                .description(tool.description())
                .parameters(object(Json.parse(tool.inputSchema())))
                .build();
    }

    private static JsonObjectSchema object(JsonNode schema) {
        var builder = JsonObjectSchema.builder();
        schema.path("properties")
                .properties()
                .forEach(property -> builder.addProperty(property.getKey(), element(property.getValue())));
        if (schema.has("description")) {
            builder.description(schema.path("description").asText());
        }
        if (schema.path("additionalProperties").isBoolean()) {
            builder.additionalProperties(schema.path("additionalProperties").asBoolean());
        }
        return builder.required(texts(schema.path("required"))).build();
    }

    private static JsonSchemaElement element(JsonNode schema) {
        var description =
                schema.hasNonNull("description") ? schema.path("description").asText() : null;
        if (schema.has("enum") && schema.path("type").asText("string").equals("string")) {
            return JsonEnumSchema.builder()
                    .enumValues(texts(schema.path("enum")))
                    .description(description)
                    .build();
        }
        boolean constrained = schema.size() > (description == null ? 1 : 2);
        return switch (constrained
                ? constrainedType(schema)
                : schema.path("type").asText("")) {
            case "string" -> JsonStringSchema.builder().description(description).build();
            case "integer" ->
                JsonIntegerSchema.builder().description(description).build();
            case "number" -> JsonNumberSchema.builder().description(description).build();
            case "boolean" ->
                JsonBooleanSchema.builder().description(description).build();
            case "array" ->
                JsonArraySchema.builder()
                        .items(element(schema.path("items")))
                        .description(description)
                        .build();
            case "object" -> object(schema);
            default -> JsonRawSchema.from(Json.write(schema));
        };
    }

    // only these have a form of their own for what they say beyond their type
    private static String constrainedType(JsonNode schema) {
        return schema.path("type").asText("").equals("array") && schema.has("items")
                ? "array"
                : schema.path("type").asText("").equals("object") && schema.has("properties") ? "object" : "";
    }

    private static List<String> texts(JsonNode array) {
        var result = new ArrayList<String>();
        array.forEach(item -> result.add(item.asText()));
        return result;
    }
}
