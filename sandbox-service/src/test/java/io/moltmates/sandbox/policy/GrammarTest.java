package io.moltmates.sandbox.policy;

import static io.moltmates.sandbox.policy.Requests.line;
import static io.moltmates.sandbox.policy.Requests.plan;
import static io.moltmates.sandbox.policy.Requests.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.config.ExecConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

    private final ExecPolicy policy = new ExecPolicy(ExecConfig.DEFAULT);

    private List<String> files(String line) {
        return plan(policy, line(line))
                .pipelines()
                .getFirst()
                .stages()
                .getFirst()
                .operands();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "cat -nE a b@a,b",
                "cat a -n --show-all b@a,b",
                "cat -- -n@-n",
                "cat a -- -n --@a,-n,--",
                "head -n5 a@a",
                "head -qn 5 a@a",
                "head -qn5 a@a",
                "head -n -5 a@a",
                "head --lines=-5 a@a",
                "head --lines -5 a@a",
                "head -c 1MiB a@a",
                "tail -n +5 a@a",
                "tail -c+5K a@a",
                "tail -- +5@+5",
                "tail ./+5@./+5",
                "tail --bytes=12 -z a@a",
                "wc -lwc a@a",
                "wc --max-line-length a@a",
                "grep x a b@a,b",
                "grep -e x a@a",
                "grep a -e x@a",
                "grep -nex a@a",
                "grep -e -f a@a",
                "grep --regexp=x a@a",
                "grep --regexp x a@a",
                "grep -- -f a@a",
                "grep -ine x -C2 -m 3 a@a",
                "grep --color=never --label=L --group-separator=-- x a@a",
                "grep -A1 -B 2 --context=3 x a@a",
                "grep --binary-files=text x a@a",
                "grep -P '\\d+' a@a",
                "pdftotext a.pdf -@a.pdf",
                "pdftotext -layout -f 1 -l 2 a.pdf - -q@a.pdf",
                "pdftotext -upw -secret -- a.pdf -@a.pdf",
                "pdftotext -enc UTF-8 -eol unix -r 72.5 -- -a.pdf -@-a.pdf"
            })
    void knowsWhichArgumentsAreFiles(String line, String files) {
        assertThat(files(line)).containsExactly(files.split(",", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat --help",
                "head --version",
                "tail --help",
                "grep -V",
                "wc --help",
                "pdftotext -v",
                "pdftotext '-?'",
                "pdftotext -listenc",
                "grep x",
                "grep"
            })
    void programsMayTellAboutThemselvesWithoutAFile(String line) {
        assertThat(files(line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "tail -f a@tail -f is refused: it waits for a file to grow",
                "tail -nf a@tail -n takes a number",
                "tail -qf a@tail -f is refused",
                "tail -F a@tail -F is refused",
                "tail --follow=name a@tail --follow is refused",
                "tail --retry a@tail --retry is refused",
                "tail --pid=1 a@tail --pid is refused",
                "tail -s1 a@tail -s is refused",
                "tail -1f a@tail -1f is an obsolete form, which is refused. Write tail -n 1 for lines",
                "tail -5 a@Write tail -n 5 for lines or tail -c 5 for bytes",
                "tail +5 a@tail +5 is an obsolete form, which is refused. Write tail -n +5",
                "tail +f a@tail +f is an obsolete form",
                "tail -cf a@tail -c takes a number",
                "head -5 a@Write head -n 5",
                "head -q5 a@Write head -n 5",
                "grep -5 x a@Write grep -C 5",
                "grep -n2 x a@Write grep -C 2",
                "grep -f p a@grep -f is refused: it reads patterns from a file. Give each pattern with -e",
                "grep -nf p a@grep -f is refused",
                "grep --file=p a@grep --file is refused",
                "grep -r x .@grep -r is refused: it reads whole directories. Name each file",
                "grep -inR x .@grep -R is refused",
                "grep -drecurse x .@grep -d is refused",
                "grep -D read x a@grep -D is refused",
                "grep --exclude-from=p x a@grep --exclude-from is refused",
                "grep --include='*.c' x a@grep --include is refused",
                "grep --rec x .@grep --rec is an abbreviation, which is refused. Write the full name: --recursive.",
                "grep --in x a@--include or --initial-tab or --invert-match",
                "grep -k x a@The option -k of grep is not known here. These options are allowed: -A -a -B -b",
                "grep -nk x a@The option -k (in -nk) of grep is not known here",
                "grep --colour=maybe x a@takes one of always, never, auto",
                "grep -m -1 x a@grep -m takes a number from 0 to 1000000000",
                "grep --quiet=yes x a@grep --quiet takes no value. Write --quiet alone.",
                "grep -A x a@grep -A takes a number from 0 to 100000",
                "grep x a -m@grep -m takes a number from 0 to 1000000000, not nothing",
                "wc --files0-from=list@wc --files0-from is refused: it reads the names of files from a file.",
                "wc --files0-fro=list@--files0-from",
                "cat ---@The option ---",
                "cat --=x@The option --",
                "cat -é a@The option -U+00E9",
                "head -n 1e3 a@head -n takes a number",
                "head -n 9999999999999 a@head -n takes a number",
                "head -n 999999999999G a@head -n takes a number",
                "head -n+5 a@head -n takes a number",
                "pdftotext a.pdf@pdftotext with one file writes the text into a second one",
                "pdftotext@pdftotext needs a file",
                "pdftotext a.pdf b.txt@may have no second file but -, and \"b.txt\"",
                "pdftotext a.pdf - c@may have no second file but -, and \"c\"",
                "pdftotext --layout a.pdf -@The option --layout of pdftotext is not known",
                "pdftotext -f1 a.pdf -@The option -f1 of pdftotext",
                "pdftotext -enc ../x a.pdf -@pdftotext -enc takes one of",
                "pdftotext a.pdf - -upw@pdftotext -upw takes a text, not nothing",
                "pdftotext -r 99999 a.pdf -@pdftotext -r takes a number from 0 to 2400",
                "pdftotext a.pdf - -r@pdftotext -r takes a number from 0 to 2400 such as 2.5, not nothing"
            })
    void refusesTheRestAndSaysWhatIsAllowed(String line, String message) {
        assertThat(reason(policy, line(line))).contains(message);
    }

    @Test
    void aLetterWithoutAValueAtTheEndIsRefused() {
        for (String line : List.of("head -n", "tail -c", "grep -e", "head --lines")) {
            assertThat(reason(policy, line(line))).contains("not nothing");
        }
    }
}
