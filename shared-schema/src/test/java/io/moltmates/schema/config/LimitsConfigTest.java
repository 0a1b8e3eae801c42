package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.clean;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsConfigTest {

    private static final UserId ALICE = UserId.of("web", "alice");

    @Test
    void holdEverybodyAlike() {
        var limits = clean("{ limits: { tokensPerDay: 9, moneyPerDay: 0.5 } }").limits();

        assertThat(limits.tokensPerDay(ALICE)).isEqualTo(9);
        assertThat(limits.moneyPerDay(ALICE)).isEqualTo(0.5);
        assertThat(limits.messagesPerMinute(ALICE)).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "web_alice", "'web:alice'"})
    void mayDifferForOnePerson(String name) {
        var limits = clean("{ limits: { tokensPerDay: 9, users: { " + name
                        + ": { messagesPerMinute: 1, tokensPerDay: 0, moneyPerDay: 2 } } } }")
                .limits();

        assertThat(limits.tokensPerDay(ALICE)).isZero();
        assertThat(limits.moneyPerDay(ALICE)).isEqualTo(2);
        assertThat(limits.messagesPerMinute(ALICE)).isEqualTo(1);
        assertThat(limits.tokensPerDay(UserId.of("web", "bob"))).isEqualTo(9);
    }

    @Test
    void ofOnePersonGiveWayToThoseOfAllWhereTheySayNothing() {
        var limits = clean("{ limits: { tokensPerDay: 9, users: { alice: { moneyPerDay: 2 } } } }")
                .limits();

        assertThat(limits.tokensPerDay(ALICE)).isEqualTo(9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tokensPerDay: -1",
                "messagesPerMinute: -1",
                "moneyPerDay: -0.5",
                "users: { alice: { moneyPerDay: -1 } }",
                "prices: { m: { input: -1 } }"
            })
    void areNeverNegative(String setting) {
        var loaded = Loading.load("{ limits: { " + setting + " } }");

        assertThat(loaded.findings()).hasSize(1);
        assertThat(loaded.config().limits()).isEqualTo(LimitsConfig.DEFAULT);
    }
}
