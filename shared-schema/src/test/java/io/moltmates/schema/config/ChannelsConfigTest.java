package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.clean;
import static io.moltmates.schema.config.Loading.load;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelsConfigTest {

    @Test
    void admitsWhoIsListedWithOrWithoutTheChannel() {
        var web = clean("{ channels: { web: { allowFrom: ['alice', 'web_bob'] } } }")
                .channels()
                .web();

        assertThat(web.allows("alice")).isTrue();
        assertThat(web.allows("bob")).isTrue();
        assertThat(web.allows("carol")).isFalse();
    }

    @Test
    void admitsNobodyWhenNobodyIsListed() {
        var web = clean("{ channels: { web: { allowFrom: [] } } }").channels().web();

        assertThat(web.allows("owner")).isFalse();
    }

    @Test
    void admitsNobodyWhenItIsOff() {
        var api = clean("{ channels: { api: { enabled: false } } }").channels().api();

        assertThat(api.allows("alice")).isFalse();
    }

    @Test
    void aListOfPeopleHasNumbersToo() {
        var telegram = clean("{ channels: { telegram: { allowFrom: [123456, 'alice', 'telegram:7'] } } }")
                .channels()
                .telegram();

        assertThat(telegram.allowFrom()).containsExactly("123456", "alice", "telegram:7");
    }

    @Test
    void isOpenOnlyWhenTheListSaysSoToo() {
        var shut = load("{ channels: { telegram: { dmPolicy: 'open', allowFrom: ['alice'] } } }");
        var open = clean("{ channels: { telegram: { dmPolicy: 'open', allowFrom: ['*'] } } }");

        assertThat(shut.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.key()).isEqualTo("channels.telegram.dmPolicy");
            assertThat(finding.right()).contains("\"*\"");
        });
        assertThat(shut.config().channels().telegram()).isEqualTo(TelegramConfig.OFF);
        assertThat(open.channels().telegram().dmPolicy()).isEqualTo(DmPolicy.OPEN);
    }

    @Test
    void knowsAGroupByItsIdWithOrWithoutTheChannel() {
        var groups = clean("""
                { channels: { telegram: { groups: { allowFrom: [-1], "telegram:-2": { requireMention: false }, "-3": {} } } } }
                """).channels().telegram().groups();

        assertThat(groups.lists("telegram", "-1")).isTrue();
        assertThat(groups.lists("telegram", "-2")).isTrue();
        assertThat(groups.lists("telegram", "-3")).isTrue();
        assertThat(groups.lists("telegram", "-4")).isFalse();
        assertThat(groups.of("telegram", "-1")).isNull();
        assertThat(groups.of("telegram", "-2")).isEqualTo(new GroupConfig(false, List.of(), null));
    }

    @Test
    void aBadGroupIsLeftOutAndTheOthersStay() {
        var loaded = load("{ channels: { telegram: { groups: { '-1': { requireMention: 'perhaps' }, '-2': {} } } } }");

        assertThat(loaded.findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.key()).isEqualTo("channels.telegram.groups.-1.requireMention"));
        assertThat(loaded.config().channels().telegram().groups().named()).containsOnlyKeys("-2");
    }

    @Test
    void findsTheFirstBotByFileOrEnvironmentAndTheOthersBesideIt() {
        var named = clean(
                        "{ channels: { telegram: { accounts: { two: { botToken: '2:b' }, off: { enabled: false } } } } }")
                .channels()
                .telegram();

        assertThat(named.bots(Map.of()).stream().map(TelegramConfig.Account::name))
                .containsExactly("two");
        assertThat(named.bots(Map.of(TelegramConfig.TOKEN_VARIABLE, "1:a")).stream()
                        .map(TelegramConfig.Account::name))
                .containsExactly("default", "two");
        assertThat(named.bots(Map.of(TelegramConfig.TOKEN_VARIABLE, "no token")).stream()
                        .map(TelegramConfig.Account::name))
                .containsExactly("two");
    }

    @Test
    void admitsEverybodyByAStar() {
        assertThat(ChannelsConfig.DEFAULT.api().allows("anybody")).isTrue();
    }
}
