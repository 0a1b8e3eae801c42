package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Each kind of update that the vendor's description has is decided on in `telegram-updates.txt`.
class TelegramUpdatesTest {

    @Test
    void eachKindOfUpdateIsHandledOrLeftOnPurpose() throws IOException {
        var decided = new TreeMap<String, String>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/telegram-updates.txt"))) {
            if (!line.startsWith("#") && !line.isBlank()) {
                int sign = line.indexOf(" = ");
                decided.put(line.substring(0, sign), line.substring(sign + 3));
            }
        }

        assertThat(decided.values()).allMatch(decision -> decision.equals("handled") || decision.startsWith("left: "));
        var contract = BotApiContract.read();
        if (contract.isAtHand()) {
            assertThat(decided.keySet()).containsExactlyInAnyOrderElementsOf(contract.kindsOfUpdates());
        } else {
            assertThat(decided).containsKeys("message", "edited_message", "callback_query");
        }
    }
}
