package io.moltmates.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "web", "web_", "_alice", "Web_alice", "we b_alice", "../x_alice", "wéb_alice"})
    void refusesWhatIsNoId(String value) {
        assertThatThrownBy(() -> new UserId(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Not a user id");
    }

    @Test
    void refusesAnIdThatIsTooLong() {
        assertThatThrownBy(() -> UserId.of("web", "x".repeat(UserId.MAX_LENGTH)))
                .hasMessageContaining("at most 1024 characters")
                .message()
                .hasSizeLessThan(250);
    }

    @Test
    void holdsTheIdAsThePlatformWroteIt() {
        var user = new UserId("signal_+49_170:x/@Ü");
        assertThat(user.channel()).isEqualTo("signal");
        assertThat(user.platformId()).isEqualTo("+49_170:x/@Ü");
    }

    @Test
    void isATextInJson() {
        byte[] json = RecordCodec.write(new UserId("web_Zoë"));
        assertThat(json).isEqualTo("\"web_Zoë\"".getBytes(StandardCharsets.UTF_8));
        assertThat(RecordCodec.read(json, UserId.class)).isEqualTo(new UserId("web_Zoë"));
    }
}
