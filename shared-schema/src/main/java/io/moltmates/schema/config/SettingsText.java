package io.moltmates.schema.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Writes records of the configuration in the form that `Binder` reads: each value that is set, secrets in the clear.
///
/// `allowed` decides about each component by its key path, in which the names of a map's entries count as keys.
final class SettingsText {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final BiPredicate<String, RecordComponent> allowed;

    SettingsText(BiPredicate<String, RecordComponent> allowed) {
        this.allowed = allowed;
    }

    ObjectNode section(Record settings, String path) {
        var section = NODES.objectNode();
        var shape = RecordShape.of(settings.getClass());
        for (int index = 0; index < shape.components().size(); index++) {
            var component = shape.components().get(index);
            String key = component.getName();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            var value = shape.value(index, settings);
            boolean isSaid = value != null
                    && !component.isAnnotationPresent(NotAKey.class)
                    && !(component.isAnnotationPresent(WhenRendered.class) && Boolean.FALSE.equals(value));
            if (isSaid && allowed.test(keyPath, component)) {
                var node = node(value, keyPath);
                if (component.isAnnotationPresent(OtherKeys.class) && node instanceof ObjectNode others) {
                    section.setAll(others);
                } else {
                    section.set(key, node);
                }
            }
        }
        return section;
    }

    /// A text in which nothing is taken for a variable.
    static String plain(String text) {
        return text.replace("${", "$${");
    }

    private JsonNode node(@Nullable Object value, String path) {
        return switch (value) {
            case null -> NODES.nullNode();
            case ByteSize size -> NODES.textNode(size.toString());
            case Record settings -> section(settings, path);
            case Map<?, ?> entries -> entries(entries, path);
            case List<?> values -> {
                var items = NODES.arrayNode();
                values.forEach(element -> items.add(node(element, path)));
                yield items;
            }
            case Secret secret -> NODES.textNode(plain(secret.reveal()));
            case Duration duration -> NODES.textNode(Durations.format(duration));
            case Enum<?> constant -> NODES.textNode(constant.name().toLowerCase(Locale.ROOT));
            case String text -> NODES.textNode(plain(text));
            case URI address -> NODES.textNode(plain(address.toString()));
            case Path file -> NODES.textNode(plain(file.toString()));
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            default ->
                throw new IllegalStateException("There is no text for settings of " + value.getClass() + ": " + path);
        };
    }

    private ObjectNode entries(Map<?, ?> entries, String path) {
        var section = NODES.objectNode();
        var sorted = new TreeMap<String, @Nullable Object>();
        entries.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        sorted.forEach((name, value) -> section.set(name, node(value, path + "." + name)));
        return section;
    }
}
