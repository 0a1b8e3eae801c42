package io.moltmates.ingress.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextSplitterTest {

    private static List<String> html(String markdown, int longest) {
        var parts = TextSplitter.split(MarkdownText.of(markdown), longest);
        assertThat(parts).allSatisfy(part -> assertThat(part.length()).isBetween(1, longest));
        return parts.stream().map(StyledText::html).toList();
    }

    @Test
    void leavesAShortTextWhole() {
        assertThat(html("short", 10)).containsExactly("short");
    }

    @Test
    void cutsBetweenParagraphsFirst() {
        assertThat(html("one one. one\n\ntwo two. two\n\nthree", 30))
                .containsExactly("one one. one\n\ntwo two. two", "three");
    }

    @Test
    void neverCutsThroughCodeThatFitsIntoTheNext() {
        assertThat(html("before\n\n```\na\nb\nc\nd\n```", 12)).containsExactly("before", "<pre>a\nb\nc\nd</pre>");
    }

    @Test
    void codeThatIsTooLongGoesOnAsCode() {
        assertThat(html("```\n11111\n22222\n33333\n```", 12))
                .containsExactly("<pre>11111\n22222</pre>", "<pre>33333</pre>");
    }

    @Test
    void whatIsBoldStaysBoldBehindTheCut() {
        assertThat(html("**" + "word ".repeat(8).strip() + "**", 20))
                .allMatch(part -> part.startsWith("<b>") && part.endsWith("</b>"))
                .hasSize(2);
    }

    @Test
    void neverCutsALink() {
        var parts = html("some words here [a link of five words](https://a.example) and more", 30);

        assertThat(parts.stream().filter(part -> part.contains("<a ")))
                .containsExactly(parts.stream()
                        .filter(part -> part.contains(">a link of five words</a>"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void neverCutsAPairOfUnits() {
        var parts = TextSplitter.split(MarkdownText.of("🦀".repeat(9)), 5);

        assertThat(parts.stream().map(StyledText::text))
                .allMatch(part -> part.codePoints().allMatch(c -> c == 0x1F980));
        assertThat(parts.stream().map(StyledText::text).collect(Collectors.joining()))
                .isEqualTo("🦀".repeat(9));
    }

    @Test
    void losesNoWord() {
        String text = "Some words, and more of them. ".repeat(900);

        assertThat(TextSplitter.split(MarkdownText.of(text)).stream()
                        .map(StyledText::text)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(text.strip());
    }
}
