package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeResultTest {

    @Test
    void readsWhatTheSupervisorPrints() {
        assertThat(ProbeResult.parse("landlock\t7\nprogram\tcat\t/usr/bin/cat\nprogram\tnone\t\n"))
                .contains(new ProbeResult(7, Map.of("cat", "/usr/bin/cat", "none", "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "program\tcat\t/usr/bin/cat\n", "landlock\tmany\n", "sleep: invalid option\n", "landlock\n"})
    void takesNothingElseForAnAnswer(String printed) {
        assertThat(ProbeResult.parse(printed)).isEmpty();
    }
}
