package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.PersonToken;
import io.moltmates.schema.StateLayout;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WhereaboutsTest {

    private final StateLayout layout;

    WhereaboutsTest(@TempDir Path directory) {
        layout = new StateLayout(directory);
    }

    @Test
    void requestsGoWhereTheEnvironmentSaysChannelIngressIs() {
        assertThat(whereabouts("MOLTMATE_URL", "http://channel-ingress:18789/").base())
                .isEqualTo(URI.create("http://channel-ingress:18789"));
    }

    @Test
    void withoutAnAddressAndWithoutAGatewayNothingRuns() {
        assertThatThrownBy(() -> whereabouts("MOLTMATE_URL", " ").base())
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("No gateway runs");
    }

    @Test
    void whatIsNoAddressIsRefusedByItsName() {
        assertThatThrownBy(() -> whereabouts("MOLTMATE_ORIGIN", "localhost:18789"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("MOLTMATE_ORIGIN is 'localhost:18789'");
    }

    @Test
    void linksLeadToWhereTheWebChatIsOpened() throws Exception {
        Files.writeString(layout.configuration(), "{ channels: { web: { allowFrom: [\"alice\"] } } }");
        var secrets = SecretsFile.readOrMake(layout);

        String link = run("http://localhost:28789", "users", "link", "alice");

        assertThat(link.strip())
                .isEqualTo("http://localhost:28789/#token=" + new PersonToken(secrets.personKey()).issue("alice"));
    }

    @Test
    void whoIsNotListedYetIsToldWhichFileTheOperatorEdits() {
        assertThat(run("http://localhost:28789", "users", "link", "bob"))
                .contains("'bob' may not sign in yet", "config/moltmate.json")
                .doesNotContain(layout.configuration().toString());
    }

    private Whereabouts whereabouts(String variable, String value) {
        return Whereabouts.of(layout, Map.of(variable, value));
    }

    /// What the command line says, as a container of the distributed form runs it.
    private String run(String origin, String... arguments) {
        var said = new StringWriter();
        var out = new PrintWriter(said, true);
        Main.run(
                Map.of(
                        "MOLTMATE_STATE_DIR",
                        layout.root().toString(),
                        "MOLTMATE_URL",
                        "http://channel-ingress:18789",
                        "MOLTMATE_ORIGIN",
                        origin),
                out,
                out,
                arguments);
        return said.toString();
    }
}
