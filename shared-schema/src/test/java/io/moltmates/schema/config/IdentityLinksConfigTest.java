package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.clean;
import static io.moltmates.schema.config.Loading.load;
import static io.moltmates.schema.config.Loading.only;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.UserId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityLinksConfigTest {

    private static final UserId WEB = UserId.of("web", "alice");
    private static final UserId TELEGRAM = UserId.of("telegram", "7");

    @Test
    void theFirstAddressIsThePerson() {
        assertThat(people("alice: ['tg:7', 'web:alice']")).isEqualTo(Map.of(TELEGRAM, TELEGRAM, WEB, TELEGRAM));
    }

    @Test
    void theNameOfTheLinkIsThePersonIfItIsAnAddress() {
        assertThat(people("web_alice: ['telegram_7']")).isEqualTo(Map.of(WEB, WEB, TELEGRAM, WEB));
        assertThat(people("'web:alice': ['telegram:7', 'web:alice']")).isEqualTo(Map.of(WEB, WEB, TELEGRAM, WEB));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alice: ["signal:+49"]        | identityLinks.alice[0] | no channel signal
            alice: ["web:a", "alice"]    | identityLinks.alice[1] | such as telegram:123456
            alice: ["telegram:alice"]    | identityLinks.alice[0] | such as telegram:123456
            alice: ["web:*"]             | identityLinks.alice[0] | such as telegram:123456
            alice: ["telegram:-100"]     | identityLinks.alice[0] | A group is
            alice: []                    | identityLinks.alice    | such as telegram:123456
            "irc:alice": ["web:alice"]   | identityLinks.irc:alice | no channel irc
            a: ["web:a"], b: ["web:a"]   | identityLinks.b        | one list
            """)
    void saysWhatIsWrongAndWhere(String links, String path, String right) {
        var loaded = load("{ identityLinks: { " + links + " } }");

        assertThat(only(loaded).key()).isEqualTo(path);
        assertThat(only(loaded).right()).contains(right);
        assertThat(loaded.config().disabledSections()).containsKey("identityLinks");
    }

    private static Map<UserId, UserId> people(String links) {
        return clean("{ identityLinks: { " + links + " } }").identityLinks().people();
    }
}
