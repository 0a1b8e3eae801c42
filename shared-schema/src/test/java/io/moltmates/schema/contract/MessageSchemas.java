package io.moltmates.schema.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Makes the JSON Schema of a record type from its code.
final class MessageSchemas {

    private static final SchemaGenerator GENERATOR = generator();

    private MessageSchemas() {}

    static JsonNode of(Class<?> type) {
        ObjectNode schema = GENERATOR.generateSchema(type);
        var named = RecordCodec.mapper().createObjectNode();
        named.put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier());
        named.put("title", type.getSimpleName());
        schema.properties().forEach(field -> named.set(field.getKey(), field.getValue()));
        return named;
    }

    private static SchemaGenerator generator() {
        var builder = new SchemaGeneratorConfigBuilder(
                RecordCodec.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        builder.with(new JacksonModule());
        builder.with(Option.FLATTENED_ENUMS);
        builder.without(Option.SCHEMA_VERSION_INDICATOR);
        builder.forFields()
                .withNullableCheck(MessageSchemas::isNullable)
                .withRequiredCheck(field -> !isNullable(field));
        builder.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> {
            var definition = context.getGeneratorConfig().createObjectNode();
            if (type.getErasedType() == UserId.class) {
                return new CustomDefinition(definition.put("type", "string").put("pattern", "^[a-z0-9]+_.+$"), true);
            }
            if (type.getErasedType() == Instant.class) {
                return new CustomDefinition(definition.put("type", "string").put("format", "date-time"), true);
            }
            return null;
        });
        return new SchemaGenerator(builder.build());
    }

    private static boolean isNullable(FieldScope field) {
        return !field.isFakeContainerItemScope()
                && field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
