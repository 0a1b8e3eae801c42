package io.moltmates.schema.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the records of the configuration from the nodes of a file, and reports all that does not fit.
///
/// A section that is bad becomes what it was `before`; without that, its record's `OFF`, else its default. Sections are
/// what stands at the top, each entry of a map, and each record that has an `OFF`.
/// Why: `docs/adr/0007-a-bad-section-is-off.md`.
final class Binder {

    private final FindingList findings;
    private final Variables variables;
    private final @Nullable MoltmateConfig before;
    private final Map<String, String> disabled = new TreeMap<>();

    Binder(FindingList findings, Variables variables, @Nullable MoltmateConfig before) {
        this.findings = findings;
        this.variables = variables;
        this.before = before;
    }

    MoltmateConfig bind(Node.Section root) {
        DisabledSections.read(root, disabled);
        var bound = record(root, "", new Shelf(MoltmateConfig.class, MoltmateConfig.DEFAULT, before, disabled));
        return bound instanceof MoltmateConfig config ? config : MoltmateConfig.DEFAULT;
    }

    /// What a record is made of besides the file: its type, defaults, earlier value, and what stands for `NotAKey`.
    private record Shelf(
            Class<?> type,
            @Nullable Object defaults,
            @Nullable Object earlier,
            Object name) {}

    /// Nothing when something in it is wrong, which has then been reported.
    private @Nullable Object record(Node node, String path, Shelf shelf) {
        if (!(node instanceof Node.Section section)) {
            findings.error(node.at(), path, Shown.kind(node) + " is not a section", "Write { key: value }.");
            return null;
        }
        var shape = RecordShape.of(shelf.type());
        if (!shape.takesOtherKeys()) {
            UnknownKeys.report(section, path, shape.keys(), findings);
        }
        int mistakes = 0;
        @Nullable Object[] values = new Object[shape.components().size()];
        for (int index = 0; index < values.length; index++) {
            var component = shape.components().get(index);
            var fallback = shape.value(index, shelf.defaults());
            values[index] = component.isAnnotationPresent(NotAKey.class) ? shelf.name() : fallback;
            boolean isRest = component.isAnnotationPresent(OtherKeys.class);
            var member = isRest ? rest(section, shape) : section.members().get(component.getName());
            if (component.isAnnotationPresent(NotAKey.class)
                    || member == null
                    || member.value() instanceof Node.Nothing) {
                continue;
            }
            var earlier = shape.value(index, shelf.earlier());
            String memberPath = isRest ? path : join(path, component.getName());
            var value = component(member.value(), memberPath, component, fallback, earlier);
            if (value == null) {
                mistakes++;
            } else {
                values[index] = value;
            }
        }
        return create(shape, section, path, values, shelf, mistakes);
    }

    /// What stands in the section besides the keys that are known.
    private static Node.Member rest(Node.Section section, RecordShape shape) {
        var others = new LinkedHashMap<>(section.members());
        others.keySet().removeAll(shape.keys());
        return new Node.Member(section.at(), new Node.Section(section.at(), others));
    }

    private @Nullable Object component(
            Node node, String path, RecordComponent component, @Nullable Object fallback, @Nullable Object earlier) {
        int first = findings.size();
        var value = value(node, path, component.getGenericType(), fallback, earlier);
        var off = RecordShape.constant(component.getType(), "OFF");
        boolean isSection = off != null || path.indexOf('.') < 0;
        if (value != null || !isSection) {
            return value;
        }
        switchOff(path, first, earlier);
        return earlier != null ? earlier : off != null ? off : fallback;
    }

    private @Nullable Object value(
            Node node, String path, Type type, @Nullable Object fallback, @Nullable Object earlier) {
        if (type instanceof ParameterizedType generic) {
            var elements = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? map(node, path, elements[1], earlier)
                    : list(node, path, (Class<?>) elements[0]);
        }
        var plain = (Class<?>) type;
        return plain.isRecord() && plain != ByteSize.class
                ? record(node, path, new Shelf(plain, fallback, earlier, path))
                : scalar(node, path, plain);
    }

    private @Nullable Object scalar(Node node, String path, Class<?> type) {
        var filled = node instanceof Node.Text text ? variables.fill(text, path) : node;
        if (filled instanceof Node.Unfilled) {
            return null;
        }
        try {
            return Scalars.read(filled, type);
        } catch (InvalidSetting invalid) {
            report(invalid, node, path, type == Secret.class);
            return null;
        }
    }

    private @Nullable Object list(Node node, String path, Class<?> type) {
        if (!(node instanceof Node.Items items)) {
            findings.error(node.at(), path, Shown.value(node, path) + " is not a list", "Put it in brackets: [\"…\"].");
            return null;
        }
        var values = new ArrayList<Object>();
        for (int index = 0; index < items.values().size(); index++) {
            var item = items.values().get(index);
            var value = item instanceof Node.Digits digits && type == String.class
                    ? digits.value() // an id may be written as a number
                    : scalar(item, path + "[" + index + "]", type);
            if (value != null) {
                values.add(value);
            }
        }
        return values.size() == items.values().size() ? values : null;
    }

    private @Nullable Object map(Node node, String path, Type type, @Nullable Object earlier) {
        if (!(node instanceof Node.Section section)) {
            findings.error(node.at(), path, Shown.kind(node) + " is not a section", "Write { name: { … } }.");
            return null;
        }
        var known = earlier instanceof Map<?, ?> entries ? entries : Map.of();
        var values = new LinkedHashMap<String, Object>();
        boolean isBad = false;
        for (var entry : section.members().entrySet()) {
            String name = entry.getKey();
            String keyPath = join(path, Shown.key(name));
            int first = findings.size();
            var recordType = type instanceof Class<?> plain && plain.isRecord() ? plain : null;
            var value = recordType != null
                    ? record(
                            entry.getValue().value(),
                            keyPath,
                            new Shelf(recordType, RecordShape.constant(recordType, "DEFAULT"), known.get(name), name))
                    : value(entry.getValue().value(), keyPath, type, null, null);
            if (value == null && recordType != null) {
                switchOff(keyPath, first, known.get(name));
                value = known.get(name);
            } else if (value == null) {
                isBad = true;
            }
            if (value != null) {
                values.put(name, value);
            }
        }
        return isBad ? null : values;
    }

    private @Nullable Object create(
            RecordShape shape,
            Node.Section section,
            String path,
            @Nullable Object[] values,
            Shelf shelf,
            int mistakes) {
        int wrong = mistakes;
        // each mistake gives way to the default, so that one look at the file finds them all
        for (int attempt = 0; attempt <= values.length; attempt++) {
            try {
                var made = shape.create(values);
                return wrong == 0 ? made : null;
            } catch (InvalidSetting invalid) {
                if (invalid.component().isEmpty() && wrong > 0) {
                    // follows from what has been reported
                    return null;
                }
                wrong++;
                String name = invalid.component().replaceAll("[.\\[].*", "");
                int index = shape.indexOf(name);
                report(invalid, Pick.from(section, invalid.component()), join(path, invalid.component()), false);
                if (index < 0) {
                    return null;
                }
                values[index] = shape.value(index, shelf.defaults());
            }
        }
        return null;
    }

    private void report(InvalidSetting invalid, Node node, String path, boolean isSecret) {
        findings.add(
                invalid.isFatal() ? Severity.FATAL : Severity.ERROR,
                node.at(),
                path,
                (isSecret ? "the value" : Shown.value(node, path)) + " " + invalid.wrong(),
                invalid.right());
    }

    private void switchOff(String path, int firstFinding, @Nullable Object earlier) {
        var wasOff = before == null ? Map.<String, String>of() : before.disabledSections();
        if (earlier == null || wasOff.containsKey(path)) {
            disabled.put(path, findings.reasonFrom(firstFinding));
        }
        wasOff.forEach((section, reason) -> {
            if (section.startsWith(path + ".")) {
                disabled.put(section, reason);
            }
        });
    }

    private static String join(String path, String name) {
        if (name.isEmpty()) {
            return path;
        }
        return path.isEmpty() ? name : path + "." + name;
    }
}
