package io.moltmates.schema.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds `docs/schemas/` and `docs/asyncapi.yaml` against the code that they are generated from.
///
/// After a change: `mvn -pl shared-schema test -Dmoltmates.contracts=write`, and look at what changed.
class PublishedContractsTest {

    private static final Path DOCS = Path.of("../docs");
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    @TestFactory
    Stream<DynamicTest> schemasAreWhatTheCodeSays() {
        return RecordTypes.declared().stream()
                .flatMap(declared -> RecordTypes.concrete(declared).stream())
                .map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
                    String schema = RecordCodec.mapper()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(MessageSchemas.of(type))
                            + "\n";
                    check(DOCS.resolve("schemas").resolve(type.getSimpleName() + ".json"), schema);
                }));
    }

    @Test
    void theTopicsAreWhatTheCodeSays() throws IOException {
        check(DOCS.resolve("asyncapi.yaml"), YAML.writeValueAsString(AsyncApi.document()));
    }

    @Test
    void everyTopicIsInTheDocument() {
        var channels = AsyncApi.document().get("channels");
        assertThat(channels).hasSize(Topics.all().size());
        assertThat(channels)
                .allSatisfy(channel -> assertThat(channel.get("messages")).isNotEmpty());
    }

    @Test
    void noSchemaIsLeftOfATypeThatIsGone() throws IOException {
        var types = RecordTypes.declared().stream()
                .flatMap(declared -> RecordTypes.concrete(declared).stream())
                .map(type -> type.getSimpleName() + ".json")
                .toList();
        try (var files = Files.list(DOCS.resolve("schemas"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(types);
        }
    }

    private static void check(Path file, String generated) throws IOException {
        if (Contracts.WRITE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertThat(file).content().isEqualTo(generated);
    }
}
