package io.moltmates.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentedKeysTest {

    private static final Path ROOT = Path.of("..");

    private static List<String> allKeys() {
        return keys(MoltmateConfig.class, "").toList();
    }

    private static Stream<String> keys(Class<?> section, String path) {
        return RecordShape.of(section).components().stream().flatMap(component -> {
            String key = component.getName();
            if (component.isAnnotationPresent(WhenRendered.class) || component.isAnnotationPresent(NotAKey.class)) {
                return Stream.empty();
            }
            if (component.isAnnotationPresent(OtherKeys.class)
                    && component.getGenericType() instanceof ParameterizedType others) {
                return others.getActualTypeArguments()[1] instanceof Class<?> entry
                        ? keys(entry, path + "<id>.")
                        : Stream.of(path + "<name>");
            }
            if (component.getGenericType() instanceof ParameterizedType map
                    && map.getRawType() == Map.class
                    && map.getActualTypeArguments()[1] instanceof Class<?> entry
                    && entry.isRecord()) {
                return keys(entry, path + key + ".<name>.");
            }
            return component.getType().isRecord() && component.getType() != ByteSize.class
                    ? keys(component.getType(), path + key + ".")
                    : Stream.of(path + key);
        });
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    @Test
    void theGuideHasEachKeyAndNoOther() throws IOException {
        var documented = Pattern.compile("^\\| `([^`]+)` \\|", Pattern.MULTILINE)
                .matcher(read("docs/configuration.md"))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(allKeys());
    }

    @Test
    void theExampleHasEachKey() throws IOException {
        var words = Pattern.compile("\\b(\\w+):")
                .matcher(read("moltmate.example.json"))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(words)
                .containsAll(allKeys().stream()
                        .map(key -> key.replace(".<name>", ""))
                        .map(key -> key.substring(key.lastIndexOf('.') + 1))
                        .toList());
    }

    @Test
    void theExampleSaysTheDefaultsWithoutAFinding() throws IOException {
        var loaded = Loading.load(read("moltmate.example.json"));

        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.config())
                .usingRecursiveComparison()
                .ignoringFields("providers")
                .isEqualTo(MoltmateConfig.DEFAULT);
    }

    @Test
    void theExampleIsRightAlsoWithAllThatStandsInComments() throws IOException {
        var all = read("moltmate.example.json").replaceAll("(?m)^(\\s*)//(?! )", "$1");
        var environment = Stream.of(
                        "MOLTMATE_TOKEN",
                        "ANTHROPIC_API_KEY",
                        "OPENAI_API_KEY",
                        "WORKSTATION_KEY",
                        "KAFKA_PASSWORD",
                        "KAFKA_KEY_PASSWORD",
                        "TELEGRAM_BOT_TOKEN")
                .collect(Collectors.toMap(name -> name, name -> name.startsWith("TELEGRAM") ? "1:a" : "secret"));

        var loaded = Loading.load(all, environment);

        assertThat(loaded.findings()).isEmpty();
        assertThat(loaded.config().providers()).containsOnlyKeys("anthropic", "openai", "ollama", "workstation");
    }
}
