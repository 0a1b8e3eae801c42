package io.moltmates.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Reads records that were stored when their type was made: a change that loses a field or a value of them breaks
/// readers of yesterday's records, and fails here.
///
/// A new type gets its record by `mvn -pl shared-schema test -Dmoltmates.contracts=write`; a stored one is never
/// rewritten.
class StoredRecordsTest {

    private static final Path RECORDS = Path.of("src/test/resources/records");

    @TestFactory
    Stream<DynamicTest> recordsOfYesterdayKeepAllThatTheySay() {
        return tests((stored, type) ->
                assertThat(missing("", stored, again(stored, type))).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> fieldsOfTomorrowAreIgnored() {
        return tests((stored, type) -> {
            JsonNode extended = withUnknownFields(stored.deepCopy());
            assertThat(again(extended, type)).isEqualTo(again(stored, type));
        });
    }

    /// A field that is added later is one that yesterday's records lack.
    @TestFactory
    Stream<DynamicTest> recordsThatLackAFieldAreRead() {
        return tests((stored, type) -> {
            for (String field : fields(stored)) {
                var lacking = ((ObjectNode) stored.deepCopy()).without(field);
                assertThat(RecordCodec.read(RecordCodec.write(lacking), type))
                        .as("without " + field)
                        .isNotNull();
            }
        });
    }

    private static List<String> fields(JsonNode stored) {
        return stored.properties().stream()
                .map(Map.Entry::getKey)
                .filter(field -> !field.equals("type"))
                .toList();
    }

    private interface Check {
        void of(JsonNode stored, Class<?> declared) throws IOException;
    }

    private static Stream<DynamicTest> tests(Check check) {
        return samples().entrySet().stream()
                .map(sample -> DynamicTest.dynamicTest(sample.getKey(), () -> {
                    Path file = RECORDS.resolve(sample.getKey() + ".json");
                    if (!Files.exists(file) && Contracts.WRITE) {
                        Files.createDirectories(RECORDS);
                        Files.writeString(file, pretty(sample.getValue().record()));
                    }
                    assertThat(file).as("stored record of each type").exists();
                    check.of(
                            RecordCodec.mapper().readTree(Files.readString(file)),
                            sample.getValue().declared());
                }));
    }

    private record Sample(Object record, Class<?> declared) {}

    private static Map<String, Sample> samples() {
        var samples = new LinkedHashMap<String, Sample>();
        for (Class<?> declared : RecordTypes.declared()) {
            for (Class<?> type : RecordTypes.concrete(declared)) {
                samples.put(type.getSimpleName(), new Sample(SampleRecords.of(type), declared));
            }
        }
        var result = SampleRecords.of(SandboxResult.class);
        for (Class<?> outcome : RecordTypes.concrete(SandboxOutcome.class)) {
            samples.put(
                    "SandboxResult-" + outcome.getSimpleName(),
                    new Sample(SampleRecords.with(result, "outcome", SampleRecords.of(outcome)), SandboxResult.class));
        }
        return samples;
    }

    private static JsonNode again(JsonNode stored, Class<?> declared) throws IOException {
        var value = RecordCodec.read(RecordCodec.write(stored), declared);
        return RecordCodec.mapper().readTree(RecordCodec.write(value));
    }

    /// The paths in one that the other lacks, or has with another value (then with `=`).
    private static List<String> missing(String path, JsonNode one, JsonNode other) {
        var paths = new ArrayList<String>();
        if (one instanceof ObjectNode object && other instanceof ObjectNode) {
            object.properties().forEach(field -> {
                var counterpart = other.get(field.getKey());
                String inner = path + "/" + field.getKey();
                if (counterpart == null) {
                    paths.add(inner);
                } else {
                    paths.addAll(missing(inner, field.getValue(), counterpart));
                }
            });
        } else if (one instanceof ArrayNode list && other instanceof ArrayNode && list.size() == other.size()) {
            for (int i = 0; i < list.size(); i++) {
                paths.addAll(missing(path + "/" + i, list.get(i), other.get(i)));
            }
        } else if (!one.equals(other)) {
            paths.add(path + "=" + one);
        }
        return paths;
    }

    private static JsonNode withUnknownFields(JsonNode node) {
        node.forEach(StoredRecordsTest::withUnknownFields);
        if (node instanceof ObjectNode object && !isMap(object)) {
            object.putObject("ofTomorrow").put("deep", 1);
        }
        return node;
    }

    /// Samples of maps have this one key.
    private static boolean isMap(ObjectNode node) {
        return node.size() == 1 && node.has("name");
    }

    private static String pretty(Object value) throws IOException {
        var tree = RecordCodec.mapper().readTree(RecordCodec.write(value));
        return RecordCodec.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }
}
