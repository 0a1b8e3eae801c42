package io.moltmates.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.ingress.TestSettings;
import io.moltmates.ingress.web.WebAccess.Visitor;
import io.moltmates.schema.PersonToken;
import org.junit.jupiter.api.Test;

class WebAccessTest {

    private final PersonToken issuer = new PersonToken(TestSettings.SECRETS.personKey());
    private final TestSettings settings = new TestSettings().web("alice");
    private final WebAccess access = new WebAccess(settings.tokens(), settings);

    @Test
    void letsAListedPersonIn() {
        assertThat(access.visitor(issuer.issue("alice"))).isEqualTo(new Visitor.Person("alice"));
    }

    @Test
    void saysHowToSignInToWhoHasNoToken() {
        assertThat(access.visitor("")).isEqualTo(new Visitor.Stranger("Sign in first: open your personal link."));
    }

    @Test
    void refusesATokenThatIsSignedWithAnotherKey() {
        assertThat(access.visitor(new PersonToken("another key").issue("alice")))
                .isInstanceOfSatisfying(
                        Visitor.Stranger.class,
                        stranger -> assertThat(stranger.reason()).contains("not valid here", "users link"));
    }

    @Test
    void refusesWhoWasTakenOffTheList() {
        String token = issuer.issue("alice");
        settings.web("bob");

        assertThat(access.visitor(token))
                .isInstanceOfSatisfying(
                        Visitor.Unlisted.class,
                        unlisted -> assertThat(unlisted.reason())
                                .isEqualTo("'alice' may not sign in here. The operator lists people in"
                                        + " channels.web.allowFrom."));
    }

    @Test
    void refusesEverybodyWhenTheChatIsOff() {
        settings.web(false, "alice");

        assertThat(access.visitor(issuer.issue("alice")))
                .isEqualTo(new Visitor.Unlisted("The web chat is switched off (channels.web.enabled)."));
    }

    @Test
    void readsTheTokenOfTheCookieAmongOthers() {
        assertThat(WebAccess.token("a=b; moltmates_person=mp_x.y; c=d", "example.org", null))
                .isEqualTo("mp_x.y");
        assertThat(WebAccess.token("not_moltmates_person=mp_x.y", null, "Bearer mp_z.w"))
                .isEqualTo("mp_z.w");
        assertThat(WebAccess.token(null, null, null)).isEmpty();
    }

    @Test
    void tellsTheCookiesOfTwoGatewaysOnOneMachineApart() {
        String both = "moltmates_person_18789=mp_x.y; moltmates_person_18889=mp_z.w";
        assertThat(WebAccess.token(both, "127.0.0.1:18789", null)).isEqualTo("mp_x.y");
        assertThat(WebAccess.token(both, "[::1]:18889", null)).isEqualTo("mp_z.w");
        assertThat(WebAccess.token(both, "[::1]", null)).isEmpty();
    }

    @Test
    void takesAWholeLinkForAToken() {
        assertThat(WebAccess.tokenIn(" http://127.0.0.1:18789/#token=mp_x.y ")).isEqualTo("mp_x.y");
        assertThat(WebAccess.tokenIn("http://127.0.0.1:18789/#token=mp_x.y&lang=en"))
                .isEqualTo("mp_x.y");
        assertThat(WebAccess.tokenIn("mp_x.y")).isEqualTo("mp_x.y");
    }
}
