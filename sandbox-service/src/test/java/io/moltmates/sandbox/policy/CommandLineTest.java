package io.moltmates.sandbox.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.sandbox.policy.CommandLine.Commands;
import io.moltmates.sandbox.policy.ExecPlan.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void splitsAtBlanksAndKeepsWhatIsQuoted() {
        assertThat(words("grep  -n 'a|b $x' \"two words\" it\\'s x\"y\"'z' ''\tend"))
                .containsExactly("grep", "-n", "a|b $x", "two words", "it's", "xyz", "", "end");
        assertThat(words("cat c#d a!b \"q\\\"q\" \"a\\nb\" 'tab\there' \\  \\| é\u00A0😀"))
                .containsExactly("cat", "c#d", "a!b", "q\"q", "a\\nb", "tab\there", " ", "|", "é\u00A0😀");
        assertThat(words("cat \"\\$HOME \\` \\\\ \\a\"")).containsExactly("cat", "$HOME ` \\ \\a");
        assertThat(CommandLine.parse(" \t ")).isEmpty();
    }

    @Test
    void partsPipelinesAndTheirConditions() {
        assertThat(CommandLine.parse("cat a|wc -l&&head b||tail c ; cat d | grep x | wc;"))
                .containsExactly(
                        new Commands(Condition.ALWAYS, List.of(List.of("cat", "a"), List.of("wc", "-l"))),
                        new Commands(Condition.IF_SUCCEEDED, List.of(List.of("head", "b"))),
                        new Commands(Condition.IF_FAILED, List.of(List.of("tail", "c"))),
                        new Commands(
                                Condition.ALWAYS, List.of(List.of("cat", "d"), List.of("grep", "x"), List.of("wc"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '\0',
            value = {
                "cat a &@&",
                "cat a |& wc@&",
                "cat a &&& ls@&",
                "cat <a@<",
                "cat 2>a@>",
                "cat $(ls)@$",
                "cat a$b@$",
                "cat `ls`@`",
                "cat *.txt@*",
                "cat a?@?",
                "cat [ab]@[",
                "cat ab]@]",
                "cat {a,b}@{",
                "cat a}@}",
                "cat ~/a@~",
                "cat a~@~",
                "# cat@#",
                "cat a #b@#",
                "(cat)@(",
                "cat a)@)",
                "! cat x@!",
                "cat \"$HOME\"@$",
                "cat \"`ls`\"@`"
            })
    void namesTheCharacterThatOnlyAShellUnderstandsAndWhatToDo(String line, String character) {
        assertThatThrownBy(() -> CommandLine.parse(line))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the character " + character + " ")
                .hasMessageContaining("shell syntax; there is no shell here")
                .hasMessageContaining(
                        ShellSyntax.refusal(character.charAt(0)).reason().replaceAll(".* here\\. ", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '\0',
            value = {
                "| wc@before |", "cat a | | wc@before |", "cat a |@before its end", "cat a &&@before its end",
                "&& cat a@before &&", "cat a ;; cat b@before ;", "; cat a@before ;", "cat a ||| wc@before |",
                "cat a || && b@before &&", ";@before ;", "cat 'a@a quote '", "cat \"a@a quote \"",
                "cat \"a\\\"@a quote \"", "cat a\\@the character \\"
            })
    void refusesWhatIsUnfinished(String line, String message) {
        assertThatThrownBy(() -> CommandLine.parse(line))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 10, 11, 12, 13, 27, 31, 127, 0x80, 0x85, 0x9f, 0xd800, 0xdfff})
    void refusesWhatIsNoTextAlsoInQuotes(int character) {
        String codePoint = String.format("U+%04X", character);
        for (String line : List.of("cat a%cb", "cat 'a%cb'", "cat \"a%cb\"", "cat a\\%cb", "%c", "cat a;%ccat b")) {
            assertThatThrownBy(() -> CommandLine.parse(line.replace("%c", String.valueOf((char) character))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining(codePoint);
        }
    }

    @Test
    void boundsBytesStagesAndPipelines() {
        assertThat(CommandLine.parse("cat '" + "x".repeat(Bounds.BYTES - 6) + "'"))
                .hasSize(1);
        assertRefused("cat '" + "x".repeat(Bounds.BYTES - 5) + "'", "at most 65536 bytes");
        assertRefused("cat '" + "é".repeat(Bounds.BYTES / 2) + "'", "at most 65536 bytes");
        assertThat(CommandLine.parse("cat" + " | cat".repeat(7))).hasSize(1);
        assertRefused("cat" + " | cat".repeat(8), "at most 8 programs");
        assertThat(CommandLine.parse("cat" + ";cat".repeat(15) + ";")).hasSize(16);
        assertRefused("cat" + "; cat".repeat(16), "at most 16 pipelines");
    }

    private static void assertRefused(String line, String message) {
        assertThatThrownBy(() -> CommandLine.parse(line))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
    }

    private static List<String> words(String line) {
        return CommandLine.parse(line).getFirst().stages().getFirst();
    }
}
