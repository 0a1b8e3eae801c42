package io.moltmates.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two people in two browsers, each with an assistant of their own, on the real services, broker and engine.
class TwoPeopleIT {

    private static final String IMAGE = "moltmate-sandbox:bookworm-slim";

    @TempDir
    Path directory;

    @Test
    void eachTalksToTheirOwnAssistantAndSeesNothingOfTheOther() throws IOException, InterruptedException {
        assumeTrue(sandboxImageIsThere(), "no Docker engine with the image " + IMAGE);
        Path state = directory.resolve("state");
        TestConfiguration.write(state, "channels: { web: { allowFrom: [\"alice\", \"bob\"] } },");
        try (var browser = TestBrowser.start();
                var gateway = RunningGateway.start(state, Map.of());
                var alice = browser.open(link(gateway, "alice"));
                var bob = browser.open(link(gateway, "bob"))) {

            talk(alice, "Cami", "canary-alice");
            talk(bob, "Molty", "canary-bob");

            assertThat(alice.everythingReceived()).contains("canary-alice").doesNotContain("canary-bob");
            assertThat(bob.everythingReceived()).contains("canary-bob").doesNotContain("canary-alice");
            try (var tap = new TopicTap(gateway.brokerClient())) {
                assertNothingOf("canary-bob", tap, "web_alice");
                assertNothingOf("canary-alice", tap, "web_bob");
            }
            assertPersonOnDisk(gateway, "alice", "canary-alice", "canary-bob");
            assertPersonOnDisk(gateway, "bob", "canary-bob", "canary-alice");

            String shown = String.join("", alice.element("log").allInnerTexts());
            alice.reload();
            alice.awaitMessage("canary-alice");
            assertThat(alice.own("Hello")).hasCount(1, ChatPage.patience());
            assertThat(shown).contains("canary-alice");
            assertThat(alice.address()).doesNotContain("token");
            assertThat(alice.problems()).isEmpty();
            assertThat(bob.problems()).isEmpty();
        }
    }

    private void talk(ChatPage page, String persona, String canary) throws IOException {
        page.say("Hello, this is " + canary + "-message");
        page.awaitMessage("Molty - Direct and reliable");
        page.choosePersona(persona);
        assertThat(page.element("persona-name")).containsText(persona);
        page.awaitMessage("Demo model");
        page.say("write notes.txt: " + canary + "-file");
        assertThat(page.toolCards()).not().hasCount(0, ChatPage.patience());
        page.say("run cat notes.txt");
        page.awaitMessage(canary + "-file");
        page.say("run cat no-such-" + canary + "-error");
        page.awaitMessage("no-such-" + canary + "-error");
        page.say("remember that my word is " + canary + "-memory");
        page.awaitMessage("emember");
        Path upload = Files.writeString(directory.resolve(canary + "-upload.txt"), canary + "-uploaded");
        page.attach(upload);
        assertThat(page.element("attachment")).hasCount(1, ChatPage.patience());
        page.say("read inbox/" + canary + "-upload.txt");
        page.awaitMessage(canary + "-uploaded");
    }

    private static void assertNothingOf(String canary, TopicTap tap, String key) {
        assertThat(tap.records().filter(entry -> entry.key().equals(key)))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.value()).doesNotContain(canary));
    }

    private static void assertPersonOnDisk(RunningGateway gateway, String name, String own, String foreign)
            throws IOException {
        var person = gateway.layout().person(UserId.of("web", name));
        var all = new StringBuilder();
        try (var files = Files.walk(person.directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        assertThat(Files.readString(person.memory())).contains(own + "-memory");
        assertThat(Files.readString(person.workspace().resolve("notes.txt"))).contains(own + "-file");
        assertThat(all.toString()).doesNotContain(foreign);
    }

    private static String link(RunningGateway gateway, String name) {
        return gateway.baseUrl() + "/#token=" + gateway.personToken(name);
    }

    static boolean sandboxImageIsThere() throws InterruptedException {
        try {
            var check = new ProcessBuilder("docker", "image", "inspect", IMAGE)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return check.waitFor(20, TimeUnit.SECONDS) && check.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
