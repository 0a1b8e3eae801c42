package io.moltmates.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.UserId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {

    private static final Sender ALICE = new Sender(UserId.of("telegram", "123456"), "Alice_Liddell");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "123456",
                " 123456 ",
                "telegram_123456",
                "telegram:123456",
                "TG:123456",
                "tg:@alice_liddell",
                "alice_liddell",
                "@ALICE_liddell"
            })
    void listsByIdOrName(String entry) {
        assertThat(AllowList.lists(List.of("somebody", entry), ALICE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "12345",
                "signal_123456",
                "signal:123456",
                "telegram_alice_liddell",
                "alice",
                "@@alice_liddell",
                "tg:*"
            })
    void listsNobodyElse(String entry) {
        assertThat(AllowList.lists(List.of(entry), ALICE)).isFalse();
    }

    @Test
    void takesNoNameForTheIdOfSomebodyElse() {
        var named = new Sender(UserId.of("discord", "99"), "123456");
        assertThat(AllowList.lists(List.of("123456", "discord:123456"), named)).isFalse();
    }

    @Test
    void takesNoNameThatBeginsLikeAnIdForWhatFollows() {
        var named = new Sender(UserId.of("telegram", "99"), "fan");
        assertThat(AllowList.lists(List.of("telegram_fan"), named)).isFalse();
    }

    @Test
    void takesNoLetterForOneThatOnlyLooksLikeIt() {
        var kelvin = new Sender(UserId.of("telegram", "99"), "\u212Aate");
        assertThat(AllowList.lists(List.of("kate"), kelvin)).isFalse();
    }

    @Test
    void findsNobodyByNameWhoHasNone() {
        assertThat(AllowList.lists(List.of("@", "alice"), new Sender(UserId.of("telegram", "99"), null)))
                .isFalse();
    }
}
