package io.moltmates.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {

    @ParameterizedTest
    @ValueSource(strings = {"report.pdf", "Über uns.txt", "…", ".profile", "a b", "日本.png"})
    void takesOrdinaryNames(String name) {
        assertThat(Uploads.problem("c1", name)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "../x", "a/b", "a\\b", "a\nb", "a\u0000b"})
    void refusesNamesThatAreMoreThanAName(String name) {
        assertThat(Uploads.problem("c1", name))
                .isEqualTo("A file's name has no '/', no '\\' and no control characters. Rename the file.");
    }

    @Test
    void refusesLongNames() {
        assertThat(Uploads.problem("c1", "ä".repeat(101)))
                .isEqualTo("The file's name is longer than 200 bytes. Rename the file.");
    }

    @Test
    void refusesIdsThatNoMessageCanHave() {
        assertThat(Uploads.problem("c/1", "a.txt"))
                .isEqualTo("The message's id in the path has 1 to 100 letters, digits, '.', '_', ':' or '-'.");
    }
}
