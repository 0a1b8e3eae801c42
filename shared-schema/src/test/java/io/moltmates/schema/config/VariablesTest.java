package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.load;
import static io.moltmates.schema.config.Loading.only;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {

    private static String prompt(String text, Map<String, String> environment) {
        var loaded = load("{ agents: { main: { systemPrompt: '" + text + "' } } }", environment);
        assertThat(loaded.findings()).isEmpty();
        return String.valueOf(loaded.config().agents().main().systemPrompt());
    }

    @Test
    void standInsideAString() {
        assertThat(prompt("We are ${NAME}, in ${CITY}.", Map.of("NAME", "A$1\\", "CITY", "Bern")))
                .isEqualTo("We are A$1\\, in Bern.");
    }

    @Test
    void areNotFilledTwice() {
        assertThat(prompt("${NAME}", Map.of("NAME", "${CITY}", "CITY", "Bern"))).isEqualTo("${CITY}");
    }

    @Test
    void areEscapedByASecondSign() {
        assertThat(prompt("$${NAME} costs $5", Map.of())).isEqualTo("${NAME} costs $5");
    }

    @Test
    void mayBeNumbersAndSwitches() {
        var config = load(
                        "{ gateway: { port: '${PORT}' }, commands: { model: '${SWITCH}' } }",
                        Map.of("PORT", "18800", "SWITCH", "false"))
                .config();

        assertThat(config.gateway().port()).isEqualTo(18800);
        assertThat(config.commands().model()).isFalse();
    }

    @Test
    void thatAreMissingAreNamed() {
        var loaded = load("{ providers: { openai: { apiKey: '${OPENAI_API_KEY}' } } }", Map.of("OPENAI_API_KEY", ""));

        assertThat(only(loaded))
                .returns("providers.openai.apiKey", Finding::key)
                .returns("the environment variable OPENAI_API_KEY is not set", Finding::wrong);
        assertThat(loaded.config().disabledSections()).containsOnlyKeys("providers.openai");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${}", "${a b}", "${OPEN", "${1A}"})
    void withoutANameAreRefused(String reference) {
        assertThat(only(load("{ agents: { main: { model: '" + reference + "' } } }"))
                        .wrong())
                .isEqualTo("this is not the name of an environment variable");
    }
}
