package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest.ChangeSetting;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.config.SessionResetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionResetsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @TempDir
    Path root;

    TestAgent agent;

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-11-22T01:00:00Z, 2025-11-22T02:59:59Z, false", // 03:59:59 in Berlin
        "2025-11-22T01:00:00Z, 2025-11-22T03:00:00Z, true",
        "2025-11-22T03:00:00Z, 2025-11-23T02:59:59Z, false",
        "2025-11-20T12:00:00Z, 2025-11-22T01:00:00Z, true",
        "2025-07-22T01:59:00Z, 2025-07-22T02:00:00Z, true" // in summer
    })
    void aDayBeginsInThePersonsZone(Instant last, Instant now, boolean due) {
        assertThat(SessionResets.isDue(new SessionResetConfig("04:00", null), last, now, BERLIN))
                .isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({"PT1H59M59S, false", "PT2H, true"})
    void aSilenceEndsAConversation(Duration silence, boolean due) {
        var now = Instant.parse("2025-11-22T12:00:00Z");

        assertThat(SessionResets.isDue(
                        new SessionResetConfig(null, Duration.ofHours(2)), now.minus(silence), now, BERLIN))
                .isEqualTo(due);
    }

    private void silentSince(Duration time) throws IOException {
        for (Path file : agent.journalFiles(ALICE)) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(time)));
        }
    }

    @Test
    void theNextMessageAfterASilenceBeginsAnew() throws IOException {
        agent.set(settings -> settings.reset(null, Duration.ofHours(2)));
        await(agent.send(ALICE, "1", "Hi"));
        silentSince(Duration.ofHours(3));

        await(agent.send(ALICE, "2", "Hi"));

        assertThat(agent.model.requests.getLast().messages()).hasSize(1);
        assertThat(agent.log.of(SandboxRequest.CloseSession.class)).hasSize(1);
    }

    @Test
    void conversationsGoOnUnlessTheOperatorSaysOtherwise() throws IOException {
        await(agent.send(ALICE, "1", "Hi"));
        silentSince(Duration.ofDays(100));

        await(agent.send(ALICE, "2", "Hi"));

        assertThat(agent.model.requests.getLast().messages()).hasSize(3);
    }

    @Test
    void aTurnThatWasBegunStaysWhereItWas() throws IOException, InterruptedException {
        agent.set(settings -> settings.reset(null, Duration.ofHours(2)));
        await(agent.send(ALICE, "1", "Hi"));
        var begun = new CountDownLatch(1);
        agent.model.hangs(begun);
        var _ = agent.send(ALICE, "2", "Hi again");
        begun.await();
        agent.restart();
        silentSince(Duration.ofHours(3));

        await(agent.send(ALICE, "2", "Hi again"));

        assertThat(agent.journalFiles(ALICE).stream()
                        .map(file -> SegmentName.parse(file.getFileName().toString())
                                .orElseThrow()
                                .session())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void theZoneIsKeptByPersonaService() {
        await(agent.send(ALICE, "z", Control.TIMEZONE, "europe/berlin"));

        assertThat(agent.asked).isInstanceOfSatisfying(ChangeSetting.class, change -> {
            assertThat(change.name()).isEqualTo(PersonFile.ZONE);
            assertThat(change.value()).isEqualTo("Europe/Berlin");
        });
    }

    @Test
    void anUnknownZoneIsSaid() {
        await(agent.send(ALICE, "z", Control.TIMEZONE, "Mars/Base"));

        assertThat(agent.log.of(Notice.class).getLast().text()).contains("Mars/Base", "Europe/Berlin");
    }

    @Test
    void theAssistantIsToldTheTimeInThePersonsZone() {
        var _ = agent.person(ALICE, "life1", Map.of(PersonFile.ZONE, "Asia/Tokyo"));

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.model.requests.getLast().system().changing()).contains("Asia/Tokyo");
    }
}
