package io.moltmates.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> WORDS =
            List.of("gateway", "chat", "config", "sessions", "status", "test", "users");

    @ParameterizedTest
    @CsvSource({"gatway,gateway", "caht,chat", "STATUS,status", "stauts,status", "confg,config", "user,users"})
    void findsWhatWasMeant(String word, String meant) {
        assertThat(Nearest.to(word, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"xyzzy", "''", "deploy"})
    void findsNothingFarAway(String word) {
        assertThat(Nearest.to(word, WORDS)).isEmpty();
    }

    @Test
    void countsASwapAsOneMistake() {
        assertThat(Nearest.distance("ab", "ba")).isEqualTo(1);
    }
}
