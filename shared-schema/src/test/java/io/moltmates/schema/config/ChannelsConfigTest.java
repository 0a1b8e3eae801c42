package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.clean;
import static org.assertj.core.api.Assertions.assertThat;

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
    void admitsEverybodyByAStar() {
        assertThat(ChannelsConfig.DEFAULT.api().allows("anybody")).isTrue();
    }
}
