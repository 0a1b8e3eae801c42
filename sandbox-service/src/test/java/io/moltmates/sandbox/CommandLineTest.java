package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.CommandLine.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void splitsAtSpacesAndKeepsWhatIsQuoted() {
        assertThat(parse("grep  -n 'a|b $x' \"two words\" it\\'s x\"y\"'z' ''"))
                .isEqualTo(new Parsed.Arguments(List.of("grep", "-n", "a|b $x", "two words", "it's", "xyz", "")));
        assertThat(parse("  ")).isEqualTo(new Parsed.Arguments(List.of()));
        assertThat(parse("cat a~b c#d \"q\\\"q\" \"a\\nb\""))
                .isEqualTo(new Parsed.Arguments(List.of("cat", "a~b", "c#d", "q\"q", "a\\nb")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '\0',
            value = {
                "cat a | wc@|",
                "cat a && ls@&",
                "cat a; ls@;",
                "cat <a@<",
                "cat >a@>",
                "cat $(ls)@$",
                "cat `ls`@`",
                "cat *.txt@*",
                "cat a?@?",
                "cat [ab]@[",
                "cat {a,b}@{",
                "cat ~/a@~",
                "# cat@#",
                "(cat)@(",
                "cat !x@!",
                "cat \"$HOME\"@$"
            })
    void namesTheCharacterThatOnlyAShellUnderstands(String line, String character) {
        assertThat(parse(line))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains("the character " + character + " ", "shell syntax"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cat 'a", "cat \"a", "cat a\\", "cat a\nls", "cat a\rls"})
    void refusesWhatIsUnfinishedOrHasSeveralLines(String line) {
        assertThat(parse(line)).isInstanceOf(Parsed.Refused.class);
    }

    private static Parsed parse(String line) {
        return CommandLine.parse(line);
    }
}
