package io.moltmates.agent.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Gives the tool calls in one OpenAI stream the form that OpenAI sends: each call an index of its own, its id once,
/// arguments as text.
///
/// Other servers leave the index or the id out, number every call 0, repeat the id in each piece, or send arguments as
/// an object.
final class ToolCallNormalizer implements UnaryOperator<String> {

    /// What is known of the call that a provider's index stands for now.
    private record Known(int index, String id) {}

    private final Map<Integer, Known> byProviderIndex = new HashMap<>();
    private final Map<String, Integer> byId = new HashMap<>();
    private final Set<Integer> named = new HashSet<>();
    private int next;
    private int latest;

    @Override
    public String apply(String data) {
        if (!JsonProbe.hasValue(data, "tool_calls") || !(Json.parse(data) instanceof ObjectNode root)) {
            return data;
        }
        if (!(root.path("choices").path(0).path("delta").path("tool_calls") instanceof ArrayNode calls)) {
            return data;
        }
        calls.forEach(call -> {
            if (call instanceof ObjectNode object) {
                normalize(object);
            }
        });
        return Json.write(root);
    }

    private void normalize(ObjectNode call) {
        var id = call.path("id").asText("");
        var function = call.withObject("/function");
        boolean begins = !function.path("name").asText("").isEmpty();
        int index = indexOf(call, id, begins);
        latest = index;
        call.put("index", index);
        if (!id.isEmpty() && byId.putIfAbsent(id, index) != null) {
            call.remove("id");
        }
        if (begins && !named.add(index)) {
            function.remove("name");
        }
        var arguments = function.path("arguments");
        if (arguments.isObject()) {
            function.put("arguments", Json.write(arguments));
        }
    }

    private int indexOf(ObjectNode call, String id, boolean begins) {
        if (!id.isEmpty() && byId.containsKey(id)) {
            return byId.get(id);
        }
        if (call.path("index").isInt()) {
            int given = call.path("index").asInt();
            var known = byProviderIndex.get(given);
            boolean another = known != null
                    && !id.isEmpty()
                    && !known.id().isEmpty()
                    && !known.id().equals(id);
            if (known == null || another) {
                known = new Known(next++, id);
                byProviderIndex.put(given, known);
            }
            return known.index();
        }
        boolean another = !id.isEmpty() || (begins && named.contains(latest));
        return next == 0 || another ? next++ : latest;
    }
}
