package io.moltmates.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.moltmates.schema.RecordCodec;
import org.jspecify.annotations.Nullable;

/// Writes a record as one line of JSON, with all that Kafka has of it.
final class TapJson {

    private TapJson() {}

    static String line(TapRecord entry) {
        var line = JsonNodeFactory.instance.objectNode();
        line.put("topic", entry.topic());
        line.put("partition", entry.partition());
        line.put("offset", entry.offset());
        line.put("timestamp", entry.at().toString());
        line.put("key", entry.key());
        var headers = line.putObject("headers");
        entry.headers().forEach(headers::put);
        line.set("value", value(entry.value()));
        return HarmlessText.json(line.toString());
    }

    /// What is no JSON is given as a string, a tombstone as null.
    private static JsonNode value(@Nullable String value) {
        if (value == null) {
            return JsonNodeFactory.instance.nullNode();
        }
        try {
            var tree = RecordCodec.mapper().readTree(value);
            return tree == null || tree.isMissingNode() ? TextNode.valueOf(value) : tree;
        } catch (JsonProcessingException _) {
            return TextNode.valueOf(value);
        }
    }
}
