package io.moltmates.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"telegram_7", "telegram:7", "tg:7", "tg_7", " telegram:7 "})
    void takesEachWayToWriteAnId(String text) {
        assertThat(PersonAddress.parse(text)).contains(UserId.of("telegram", "7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "alice", "", "telegram:", "tg:*", "tg:@alice", "telegram:a b", "Tele:7", ":7"})
    void takesNothingElse(String text) {
        assertThat(PersonAddress.parse(text)).isEmpty();
    }

    @Test
    void knowsOperatorsByTheirIdsOnly() {
        var commands = new CommandsConfig(true, List.of("tg:7", "web_alice"));
        assertThat(commands.isOperator(UserId.of("telegram", "7"))).isTrue();
        assertThat(commands.isOperator(UserId.of("web", "alice"))).isTrue();
        assertThat(commands.isOperator(UserId.of("telegram", "alice"))).isFalse();
        assertThat(CommandsConfig.OFF.isOperator(UserId.of("telegram", "7"))).isFalse();
    }
}
