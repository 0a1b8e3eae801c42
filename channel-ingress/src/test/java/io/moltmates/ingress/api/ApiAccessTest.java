package io.moltmates.ingress.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moltmates.ingress.TestSettings;
import io.moltmates.ingress.api.ApiAccess.Caller;
import io.moltmates.schema.PersonToken;
import io.moltmates.schema.UserId;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiAccessTest {

    private final String operator = "Bearer " + TestSettings.SECRETS.operatorToken();
    private final String alice = "Bearer " + new PersonToken(TestSettings.SECRETS.personKey()).issue("alice");
    private final TestSettings settings = new TestSettings().web("alice");
    private final ApiAccess access = new ApiAccess(settings.tokens(), settings);

    @Test
    void letsTheOperatorSpeakForAnybody() {
        assertThat(user(operator, "bob")).isEqualTo(UserId.of("api", "bob"));
        assertThat(user(operator, null)).isEqualTo(UserId.of("api", "default"));
    }

    @Test
    void letsAPersonSpeakForThemselves() {
        assertThat(user(alice, null)).isEqualTo(UserId.of("api", "alice"));
        assertThat(user(alice, "alice")).isEqualTo(UserId.of("api", "alice"));
    }

    @Test
    void letsNoPersonSpeakForAnother() {
        var error = refusal(() -> user(alice, "bob"));

        assertThat(error.status()).isEqualTo(403);
        assertThat(error.param()).isEqualTo("user");
        assertThat(error.message()).contains("alice's own, and speaks for no other");
    }

    @Test
    void refusesWhoHasNoToken() {
        var error = refusal(() -> access.caller(null));

        assertThat(error.status()).isEqualTo(401);
        assertThat(error.message()).contains("You didn't provide an API key");
    }

    @Test
    void refusesATokenThatIsNobodys() {
        var error = refusal(() -> access.caller("Bearer sk-123"));

        assertThat(error.status()).isEqualTo(401);
        assertThat(error.code()).isEqualTo("invalid_api_key");
        assertThat(error.message()).contains("Incorrect API key provided");
    }

    @Test
    void refusesATokenOfAPersonWhoWasTakenOffTheLists() {
        settings.web("bob");
        var error = refusal(() -> access.caller(alice));

        assertThat(error.status()).isEqualTo(403);
        assertThat(error.message())
                .isEqualTo("'alice' is listed neither in channels.web.allowFrom nor in channels.api.allowFrom.");
    }

    @Test
    void trustsAPersonWhoIsListedForTheApiByName() {
        settings.web("bob").api(true, "alice");

        assertThat(access.caller(alice)).isEqualTo(new Caller.Person("alice"));
    }

    @Test
    void refusesUsersWhoAreNotListed() {
        settings.api(true, "carol");
        var error = refusal(() -> user(operator, "bob"));

        assertThat(error.status()).isEqualTo(403);
        assertThat(error.message()).contains("'bob' may not use the HTTP API");
    }

    @Test
    void saysThatTheApiIsOff() {
        settings.api(false, "*");
        var error = refusal(() -> access.caller(operator));

        assertThat(error.status()).isEqualTo(403);
        assertThat(error.message()).isEqualTo("The HTTP API is switched off (channels.api.enabled).");
    }

    @Test
    void takesTheConfiguredTokenInPlaceOfTheMadeOne() {
        settings.operatorToken("chosen");

        assertThat(access.caller("Bearer chosen")).isEqualTo(new Caller.Operator());
        assertThat(refusal(() -> access.caller(operator)).status()).isEqualTo(401);
    }

    private UserId user(String authorization, @Nullable String named) {
        return access.user(access.caller(authorization), named);
    }

    private static ApiError refusal(ThrowingCallable call) {
        return catchThrowableOfType(ApiError.Refused.class, call).error();
    }
}
