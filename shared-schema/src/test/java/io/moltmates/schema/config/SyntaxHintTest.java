package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.load;
import static io.moltmates.schema.config.Loading.only;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxHintTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { a: 1 b: 2 }        | 1:8  | a comma is missing before this
            { a 1 }              | 1:5  | a colon is missing after a key
            { a: [1 }            | 1:9  | a bracket is closed with the wrong sign
            { a: hunter2 }       | 1:6  | a word stands here without quotes
            { "a: 1              | 1:8  | the file ends too early
            {{ }                 | 1:2  | a key should stand here
            { a: { b: 1 }        | 1:14 | the file ends too early, as what begins at line 1 is never closed
            { a: , }             | 1:6  | a value should stand here
            { } }                | 1:5  | something follows after the end of the settings
            { } 5                | 1:5  | something follows after the end of the settings
            [ 1 ]                | 1:1  | the file is not a section
            hello                | 1:1  | a word stands here without quotes
            """)
    void saysWhereAndWhat(String text, String place, String wrong) {
        var finding = only(load(text));

        assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
        assertThat(finding.wrong()).isEqualTo(wrong);
    }

    @Test
    void givesTheLineOfALongFile() {
        assertThat(only(load("{\n  a: {},\n  b: {}\n  c: {},\n}")))
                .returns(4, Finding::line)
                .returns(3, Finding::column);
    }

    @Test
    void seesAQuoteThatIsOpenAtTheEndOfALine() {
        assertThat(only(load("{\n  gateway: { bind: \"127.0.0.1 },\n}"))).returns(2, Finding::line);
    }

    @Test
    void survivesEndlessNesting() {
        assertThat(only(load("[".repeat(5000))).wrong()).contains("nested too deeply");
    }
}
