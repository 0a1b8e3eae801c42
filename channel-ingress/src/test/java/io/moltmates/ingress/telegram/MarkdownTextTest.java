package io.moltmates.ingress.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTextTest {

    private static String html(String markdown) {
        return MarkdownText.of(markdown).html();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            **bold** and *italic*            | <b>bold</b> and <i>italic</i>
            ***both***                       | <i><b>both</b></i>
            ~~gone~~                         | <s>gone</s>
            `a < b`                          | <code>a &lt; b</code>
            1 < 2 && "x"                     | 1 &lt; 2 &amp;&amp; &quot;x&quot;
            [here](https://a.example/?a=1&b) | <a href="https://a.example/?a=1&amp;b">here</a>
            [here](javascript:alert(1))      | here
            [page](/local)                   | page
            ![cat](https://a.example/c.png)  | <a href="https://a.example/c.png">cat</a>
            # Head                           | <b>Head</b>
            > quoted                         | <blockquote>quoted</blockquote>
            <b>not ours</b>                  | &lt;b&gt;not ours&lt;/b&gt;
            ---                              | ———
            """)
    void showsWhatTelegramCanShow(String markdown, String expected) {
        assertThat(html(markdown)).isEqualTo(expected);
    }

    @Test
    void listsAreWordsWithSigns() {
        assertThat(html("Two:\n\n- one\n- two\n  - inner\n\n3. three\n4. four"))
                .isEqualTo("Two:\n• one\n• two\n  • inner\n3. three\n4. four");
    }

    @Test
    void codeKeepsItsLanguageAndEverySign() {
        assertThat(html("Run:\n\n```java\nint a = 1 << 2; // **not bold**\n```\n\nDone"))
                .isEqualTo(
                        "Run:\n\n<pre><code class=\"language-java\">int a = 1 &lt;&lt; 2; // **not bold**</code></pre>\n\nDone");
    }

    @Test
    void aFenceThatIsNotClosedYetIsCodeAlready() {
        assertThat(html("```\nint a")).isEqualTo("<pre>int a</pre>");
    }

    @Test
    void tablesStandInColumns() {
        assertThat(html("| a | bc |\n|---|---|\n| 1 | **2** |")).isEqualTo("<pre>a | bc\n--+---\n1 | 2</pre>");
    }

    @Test
    void nothingIsNothing() {
        assertThat(MarkdownText.of(" \n ").length()).isZero();
    }
}
