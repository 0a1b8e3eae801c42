package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.config.AuthConfig;
import io.moltmates.schema.config.GatewayConfig;
import io.moltmates.schema.config.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private static final GatewayConfig LOOPBACK =
            new GatewayConfig(18789, "127.0.0.1", AuthConfig.DEFAULT, List.of("https://chat.example.org"));
    private static final GatewayConfig OPEN =
            new GatewayConfig(18789, "0.0.0.0", new AuthConfig(Secret.of("secret")), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:18789",
                "127.0.0.1:18789",
                "[::1]:18789",
                "127.0.0.1",
                "LOCALHOST",
                "chat.example.org",
                "chat.example.org:443"
            })
    void knowsItsOwnNames(String host) {
        assertThat(Origins.isOurHost(host, LOOPBACK)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:18789", "127.0.0.1.evil.example", "localhost.evil.example", ""})
    void refusesNamesThatWereMadeToPointHere(String host) {
        assertThat(Origins.isOurHost(host, LOOPBACK)).isFalse();
    }

    @Test
    void takesAnyNameWhenItIsOpenToOthers() {
        assertThat(Origins.isOurHost("moltmates.lan", OPEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:18789", "https://chat.example.org"})
    void takesItsOwnPages(String origin) {
        assertThat(Origins.isOurPage(origin, "127.0.0.1:18789", LOOPBACK)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "http://127.0.0.1:8080",
                "http://localhost:18789",
                "null",
                "",
                "file://",
                "http://127.0.0.1:18789@evil.example",
                "https://chat.example.org.evil.example",
                "not an origin"
            })
    void refusesPagesOfOthers(String origin) {
        assertThat(Origins.isOurPage(origin, "127.0.0.1:18789", LOOPBACK)).isFalse();
    }

    @Test
    void takesProgramsThatSendNoOrigin() {
        assertThat(Origins.isOurPage(null, "127.0.0.1:18789", LOOPBACK)).isTrue();
    }
}
