package io.moltmates.sandbox.policy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerlPatternTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "\\d{4}-\\d{2}-\\d{2}", "(?<=total: )\\d+", "^\\s*#", "(?i)error|warning", "a.*?b", "(abc)+",
                "[^\\]]+", "[]a]+", "[[:alpha:]]{2,5}", "(?:foo|bar)?baz", "\\x{41}", "\\p{Lu}\\w+", "x++y", "a{,3}",
                "{", "a{x}", "(?<name>a)b", "\\bword\\b", "(?=a)b", "a{2}{", "\\(*"
            })
    void allowsWhatEnds(String pattern) {
        assertThatCode(() -> PerlPattern.check(pattern)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "(a+)+$@a group that holds",
                "(a*)*@a group that holds",
                "((a+)b)*@a group that holds",
                "(a|aa)+@a group that holds",
                "(a?){30}@a group that holds",
                "(?:a+){2,}@a group that holds",
                "(?=(a+))+@a group that holds",
                "(?i:a+)+@a group that holds",
                "(?<n>a+)*@a group that holds",
                "a{2}{3}@a repetition is repeated",
                "a**@a repetition is repeated",
                "(a)\\1@\\1 refers to a group",
                "(?<n>a)\\k<n>@\\k refers to a group",
                "(a)\\g{1}@\\g refers to a group",
                "(?R)@(? is followed by",
                "a(?1)@(? is followed by",
                "(?P>n)@(? is followed by",
                "(?(1)a)@(? is followed by",
                "(?#c)@(? is followed by",
                "(?x)a@(? is followed by",
                "(?|a)@(? is followed by",
                "(?C1)@(? is followed by",
                "(*LIMIT_MATCH=999)a@begins a verb",
                "\\Qa\\E@is not read here",
                "[\\Q]\\E]@are not read here",
                ".*.*.*.*x@more than 3 repetitions",
                "a{1,5}b{1,5}c{1,5}d{1,5}@more than 3 repetitions",
                "a{5000}@above 1000",
                "a{1,32767}@above 1000",
                "[a@a bracket [",
                "[]@a bracket [",
                "a)@a parenthesis )",
                "a\\@ends with a backslash",
                "\\x{41@a brace {",
                "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?@more than 16"
            })
    void refusesWhatMightNot(String pattern, String why) {
        assertThatThrownBy(() -> PerlPattern.check(pattern))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("Write it with -E");
    }

    @Test
    void refusesLongOnes() {
        assertThatThrownBy(() -> PerlPattern.check("a".repeat(257))).hasMessageContaining("longer than 256");
    }
}
