package io.moltmates.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.TurnRecord.Control;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParserTest {

    @ParameterizedTest
    @CsvSource({
        "/stop, STOP",
        "/STOP, STOP",
        "' /stop ', STOP",
        "/cancel, STOP",
        "/stop@moltmates_bot, STOP",
        "/new, NEW",
        "/clear, NEW",
        "/reset, RESET",
        "/status, STATUS",
        "/model, MODEL",
        "/models, MODEL",
        "/usage, USAGE",
        "/cost, USAGE",
        "/limits, LIMITS",
        "/context, CONTEXT",
        "/compact, COMPACT",
        "/export, EXPORT",
        "/forget, FORGET",
        "/think, THINK",
        "/thinking, THINK",
        "/verbose, VERBOSE",
        "/queue, QUEUE",
        "/tz, TIMEZONE"
    })
    void readsControls(String text, Control control) {
        assertThat(CommandParser.parse(text)).isEqualTo(new Command.ForTurns(control, ""));
    }

    @Test
    void readsTheArgumentAsItIs() {
        assertThat(CommandParser.parse("/Model  Anthropic/Claude\n"))
                .isEqualTo(new Command.ForTurns(Control.MODEL, "Anthropic/Claude"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello /stop",
                "/",
                "//stop",
                "// a comment",
                "/etc/passwd what is this",
                "/2",
                "/ stop",
                "/n.b. this",
                "/usr/bin",
                "/über"
            })
    void leavesWhatOnlyLooksLikeACommand(String text) {
        assertThat(CommandParser.parse(text)).isEqualTo(new Command.None());
    }

    @Test
    void eachCommandIsToldByCommands() {
        assertThat(CommandParser.WORDS)
                .allSatisfy(word -> assertThat(CommandParser.parse("/" + word)).isNotInstanceOf(Command.Unknown.class))
                .filteredOn(word -> !word.equals("start"))
                .allSatisfy(word -> assertThat(Sentences.COMMANDS).containsPattern("`/" + word + "[` ]"));
    }

    @ParameterizedTest
    @CsvSource({"/stpo, stop", "/hlep, help", "/persnoa, persona", "/xyzzyx, ''"})
    void namesTheNearestCommand(String text, String nearest) {
        assertThat(CommandParser.parse(text)).isEqualTo(new Command.Unknown(text.substring(1), nearest));
    }
}
