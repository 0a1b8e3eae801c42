package io.moltmates.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilesTest {

    private static final int ROUNDS = 3000;
    private static final String[] PIECES = {
        "{", "}", "[", "]", ",", ":", "'", "\"", "//", "/*", "null", "true", "-1", "1e999", "\\", "${", "$${X}",
        "\u0000", "\uD800", "0x1f"
    };

    @Test
    void neverEndInAnythingButSettingsAndFindings() throws IOException {
        var example = Files.readString(Path.of("..", "moltmate.example.json")).replaceAll("(?m)^(\\s*)//(?! )", "$1");
        var random = new Random(20261123);

        for (int round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder(example);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                text.replace(
                        at, Math.min(text.length(), at + random.nextInt(12)), PIECES[random.nextInt(PIECES.length)]);
            }

            var loaded = ConfigLoader.parse(Loading.FILE, text.toString(), Map.of());

            assertThat(loaded.config().sandbox().network())
                    .as("round %d", round)
                    .isNotEqualToIgnoringCase("host")
                    .matches("[A-Za-z0-9][A-Za-z0-9_.-]*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ gateway: { port: 1e999999999 } }",
                "{ agents: { main: { temperature: 1e999999999 } } }",
                "{ sandbox: { docker: { memory: '9999999999g' } } }",
                "{ sandbox: { docker: { memory: 1e9 } } }",
                "{ messages: { maxAge: '999999999d' } }",
            })
    void getAnErrorForNumbersBeyondAllMeasure(String text) {
        assertThat(Loading.only(Loading.load(text)).severity()).isEqualTo(Severity.ERROR);
    }
}
