package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.UserRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kills the service at each place of an onboarding, one after the other, and starts it again on what is left: what was
/// not acknowledged comes again.
class OnboardingCrashTest {

    private static final int MOST_PLACES = 500;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    /// What a person writes, from the first message to being ready.
    static Stream<List<String>> talks() {
        return Stream.of(
                List.of("Hello", "Cami"),
                List.of("Hello", "purple", "2"),
                List.of("Hello", "1", "A grumpy gardener named Rosa, who likes short sentences"),
                List.of("Hello", "Cami", "/persona", "Molty"));
    }

    @ParameterizedTest
    @MethodSource("talks")
    void endsTheSameWhereverItWasKilled(List<String> talk) throws IOException {
        var undisturbed = run(talk, root.resolve("undisturbed"), CrashPoint.never());
        assertThat(undisturbed.turns).containsExactly("m0");
        int places = 0;
        for (int place = 0; place < MOST_PLACES; place++) {
            var crash = CrashPoint.at(place);
            var killed = run(talk, root.resolve("killed-" + place), crash);
            if (crash.passed() < place) {
                break;
            }
            assertThat(killed).as("killed at place %d", place).isEqualTo(undisturbed);
            places++;
        }
        assertThat(places).isBetween(10, MOST_PLACES - 1);
    }

    /// What the others see of it: which notices, by first arrival, and with one text each; which turns; the last row.
    record Seen(List<String> notices, List<String> turns, Status status, String through, String persona, String soul) {}

    private static Seen run(List<String> talk, Path directory, CrashPoint crash) throws IOException {
        var now = new AtomicLong(1_700_000_000_000L);
        var rigs = new ArrayList<Rig>();
        rigs.add(new Rig(directory, crash, Optional.empty(), now));
        for (int i = 0; i < talk.size(); i++) {
            var message = rigs.getLast().message(Rig.ALICE, "m" + i, talk.get(i));
            try {
                handle(rigs.getLast(), message);
            } catch (CrashPoint.Killed _) {
                rigs.add(new Rig(directory, CrashPoint.never(), Optional.empty(), now));
                rigs.getLast().users.poll();
                assertReadyOnlyWhenForwarded(rigs, message);
                handle(rigs.getLast(), message);
            }
        }
        var notices = new LinkedHashSet<String>();
        for (var rig : rigs) {
            for (Notice notice : rig.log.notices()) {
                notices.add(
                        notice.id() + " " + notice.text().lines().findFirst().orElse(""));
            }
        }
        var row = rigs.stream()
                .flatMap(rig -> rig.row().stream())
                .reduce((_, last) -> last)
                .orElseThrow();
        return new Seen(
                List.copyOf(notices),
                turns(rigs),
                row.status(),
                String.valueOf(row.through()),
                String.valueOf(row.persona()),
                Files.readString(rigs.getLast().alice().layout().soul()));
    }

    private static List<String> turns(List<Rig> rigs) {
        return rigs.stream().flatMap(rig -> rig.log.turns().stream()).distinct().toList();
    }

    /// A restarted service looks at the directories before the message comes again: the router must not go direct while
    /// something is not yet forwarded.
    private static void assertReadyOnlyWhenForwarded(List<Rig> rigs, InboundMessage message) {
        var row = rigs.getLast().row();
        if (row.isPresent()
                && row.get().status() == Status.READY
                && message.id().equals(row.get().through())) {
            assertThat(turns(rigs)).containsExactly("m0");
        }
    }

    private static void handle(Rig rig, InboundMessage message) {
        rig.handle(message, message.text().startsWith("/") ? Reason.PERSONA_COMMAND : Reason.NOT_CHOSEN);
    }
}
