package io.moltmates.schema.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What reflection knows about a record of the configuration: its components, its constructor, its constants.
record RecordShape(Class<?> type, List<RecordComponent> components) {

    static RecordShape of(Class<?> type) {
        return new RecordShape(type, List.of(type.getRecordComponents()));
    }

    /// The names that may stand in the file.
    List<String> keys() {
        return components.stream()
                .filter(component -> !component.isAnnotationPresent(NotAKey.class)
                        && !component.isAnnotationPresent(OtherKeys.class))
                .map(RecordComponent::getName)
                .toList();
    }

    /// Whether any other name may stand there too.
    boolean takesOtherKeys() {
        return components.stream().anyMatch(component -> component.isAnnotationPresent(OtherKeys.class));
    }

    int indexOf(String name) {
        for (int index = 0; index < components.size(); index++) {
            if (components.get(index).getName().equals(name)) {
                return index;
            }
        }
        return -1;
    }

    @Nullable
    Object value(int index, @Nullable Object instance) {
        if (instance == null) {
            return null;
        }
        try {
            return components.get(index).getAccessor().invoke(instance);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("A setting can't be read: " + components.get(index), failure);
        }
    }

    /// Throws `InvalidSetting` as the constructor does.
    Object create(@Nullable Object[] values) {
        var types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof InvalidSetting invalid) {
                throw invalid;
            }
            throw new IllegalStateException("Settings can't be made: " + type.getSimpleName(), failure);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException("Settings can't be made: " + type.getSimpleName(), failure);
        }
    }

    /// `OFF` or `DEFAULT` of the record, if it has one.
    static @Nullable Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getFields())
                .filter(field -> field.getName().equals(name) && field.getType() == type)
                .findFirst()
                .map(field -> {
                    try {
                        return field.get(null);
                    } catch (IllegalAccessException failure) {
                        throw new IllegalStateException("A default can't be read: " + field, failure);
                    }
                })
                .orElse(null);
    }
}
