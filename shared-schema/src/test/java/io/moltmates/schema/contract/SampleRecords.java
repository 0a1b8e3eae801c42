package io.moltmates.schema.contract;

import io.moltmates.schema.Ids;
import io.moltmates.schema.UserId;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Makes one record of any type with every field filled, the same each time.
final class SampleRecords {

    static final UserId ALICE = UserId.of("web", "alice");

    private SampleRecords() {}

    static Object of(Class<?> type) {
        return value(type, type.getSimpleName());
    }

    private static Object value(Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            return generic.getRawType() == Map.class
                    ? Map.of("name", value(arguments[1], name))
                    : List.of(value(arguments[0], name));
        }
        var raw = (Class<?>) type;
        if (raw == String.class) {
            return text(name);
        }
        if (raw == UserId.class) {
            return ALICE;
        }
        if (raw == Instant.class) {
            return Instant.parse("2026-11-23T10:15:30.250Z");
        }
        if (raw == long.class) {
            return 7L;
        }
        if (raw == int.class) {
            return 7;
        }
        if (raw == double.class) {
            return 7.5;
        }
        if (raw == boolean.class) {
            return true;
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        }
        if (raw.isSealed()) {
            return value(raw.getPermittedSubclasses()[0], name);
        }
        return make(raw);
    }

    private static String text(String name) {
        return switch (name) {
            case "id", "turn", "messageId", "inReplyTo", "through", "target" -> Ids.messageId(ALICE, name);
            case "text", "content", "before", "after" -> "Grüße, *Molty* 🦀\nline two";
            default -> "a " + name;
        };
    }

    private static Object make(Class<?> type) {
        var components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = Arrays.stream(components)
                .map(component -> value(component.getGenericType(), component.getName()))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
            throw new LinkageError("No record: " + type, e);
        } catch (InvocationTargetException e) {
            throw new AssertionError("A sample of " + type + " is refused", e.getCause());
        }
    }

    /// This record with another value of one component.
    static Object with(Object original, String component, Object value) {
        var components = original.getClass().getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                values[i] = components[i].getName().equals(component)
                        ? value
                        : components[i].getAccessor().invoke(original);
            }
            return original.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("No such record", e);
        }
    }
}
