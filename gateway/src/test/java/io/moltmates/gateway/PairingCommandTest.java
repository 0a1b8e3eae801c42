package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.UserId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingCommandTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void listsCodesAndPeople() {
        var shown = printed(pairing(State.WAITING, "Mallory"), pairing(State.APPROVED, "Alice"));
        assertThat(shown.lines())
                .anyMatch(line -> line.matches("ABCDEFGH +telegram_7 +Mallory \\(@m\\) +waits, 59 minutes left"))
                .anyMatch(line -> line.matches(" +telegram_7 +Alice \\(@m\\) +let in 2026-11-23 .*"));
    }

    @Test
    void obeysNothingThatStandsInANameOfAStranger() {
        assertThat(printed(pairing(State.WAITING, "\u001b[2J\nAlice")))
                .doesNotContain("\u001b")
                .contains("\\u001b[2J ⏎ Alice");
    }

    @Test
    void saysWhenThereIsNothing() {
        assertThat(printed()).isEqualToIgnoringNewLines("No code waits, and nobody was let in by one.");
    }

    private static PairingRecord pairing(State state, String name) {
        return new PairingRecord(
                "m1",
                UserId.of("telegram", "7"),
                state,
                "ABCDEFGH",
                Address.of("telegram", "7"),
                name,
                "m",
                NOW,
                NOW.plus(Duration.ofHours(1)));
    }

    private static String printed(PairingRecord... pairings) {
        var out = new StringWriter();
        PairingCommand.print(List.of(pairings), NOW.plusSeconds(30), new PrintWriter(out, true));
        return out.toString();
    }
}
