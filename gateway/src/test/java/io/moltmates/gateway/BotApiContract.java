package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Holds calls of the Bot API against the vendor's description: each method is one of it, each parameter too, those
/// that
/// are required are there, and each is of one of its types.
///
/// Where the description is not at hand, nothing is held against it.
final class BotApiContract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Optional<JsonNode> description;
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

    private BotApiContract(Optional<JsonNode> description) {
        this.description = description;
    }

    static BotApiContract read() {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            Path file = up.resolve("shared/specs/telegram/telegram-bot-api.json");
            if (Files.exists(file)) {
                try {
                    return new BotApiContract(Optional.of(JSON.readTree(file.toFile())));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return new BotApiContract(Optional.empty());
    }

    boolean isAtHand() {
        return description.isPresent();
    }

    /// What an update may bring.
    List<String> kindsOfUpdates() {
        var kinds = new ArrayList<String>();
        for (var field : description.orElseThrow().path("types").path("Update").path("fields")) {
            if (!field.path("name").asText().equals("update_id")) {
                kinds.add(field.path("name").asText());
            }
        }
        return kinds;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void check(String method, JsonNode call) {
        if (description.isEmpty()) {
            return;
        }
        var known = description.get().path("methods").path(method);
        if (known.isMissingNode()) {
            violations.add("there is no method " + method);
            return;
        }
        fields(method, known.path("fields"), call);
    }

    private void fields(String where, JsonNode fields, JsonNode value) {
        for (var field : fields) {
            if (field.path("required").asBoolean()
                    && !value.has(field.path("name").asText())) {
                violations.add(where + " lacks " + field.path("name").asText());
            }
        }
        value.properties().forEach(member -> {
            var field = field(fields, member.getKey());
            if (field.isEmpty()) {
                violations.add(where + " has no " + member.getKey());
            } else if (!anyType(where + "." + member.getKey(), field.get().path("types"), member.getValue())) {
                violations.add(where + "." + member.getKey() + " is none of "
                        + field.get().path("types") + ": " + member.getValue().getNodeType());
            }
        });
    }

    private static Optional<JsonNode> field(JsonNode fields, String name) {
        for (var field : fields) {
            if (field.path("name").asText().equals(name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    private boolean anyType(String where, JsonNode types, JsonNode value) {
        for (var type : types) {
            if (is(where, type.asText(), value)) {
                return true;
            }
        }
        return false;
    }

    private boolean is(String where, String type, JsonNode value) {
        if (type.startsWith("Array of ")) {
            String element = type.substring("Array of ".length());
            for (var one : value) {
                if (!is(where + "[]", element, one)) {
                    return false;
                }
            }
            return value.isArray() || value.isTextual(); // a form has it as text
        }
        return switch (type) {
            case "Integer" ->
                value.isIntegralNumber() || value.isTextual() && value.asText().matches("-?\\d+");
            case "Float" -> value.isNumber();
            case "String" -> value.isTextual();
            case "Boolean", "True" -> value.isBoolean() || value.asText().matches("true|false");
            case "InputFile" -> value.has("size");
            default -> object(where, type, value);
        };
    }

    private boolean object(String where, String type, JsonNode value) {
        var known = description.orElseThrow().path("types").path(type);
        if (known.isMissingNode()) {
            return false;
        }
        if (value.isTextual()) {
            return true; // a form has it as JSON in a text
        }
        if (!value.isObject()) {
            return false;
        }
        var subtypes = known.path("subtypes");
        if (subtypes.isEmpty()) {
            fields(where, known.path("fields"), value);
            return true;
        }
        for (var subtype : subtypes) {
            if (matches(subtype.asText(), value)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String type, JsonNode value) {
        var fields = description.orElseThrow().path("types").path(type).path("fields");
        return value.properties().stream()
                .allMatch(member -> field(fields, member.getKey()).isPresent());
    }
}
