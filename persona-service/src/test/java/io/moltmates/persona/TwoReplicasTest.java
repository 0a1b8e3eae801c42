package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.UserRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas work for one person, as when a partition moves while its former owner is still at it.
class TwoReplicasTest {

    private static final Reason CHOOSES = Reason.NOT_CHOSEN;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);

    @Test
    void decideOnceWhatBothHandleAtTheSameTime() throws Exception {
        var texts = List.of("Hello", "purple", "Cami", "How are you?", "/persona", "Molty", "And now?");
        for (int run = 0; run < 20; run++) {
            var directory = root.resolve("run-" + run);
            var replicas = List.of(rig(directory), rig(directory));
            for (int i = 0; i < texts.size(); i++) {
                var message = replicas.getFirst().message(Rig.ALICE, "m" + i, texts.get(i));
                var reason = texts.get(i).startsWith("/") ? Reason.PERSONA_COMMAND : CHOOSES;
                var together = new CyclicBarrier(2);
                var threads = new ArrayList<Thread>();
                for (var replica : replicas) {
                    threads.add(Thread.ofVirtual().start(() -> {
                        try {
                            together.await();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                        replica.handle(message, reason);
                    }));
                }
                for (var thread : threads) {
                    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
                }
            }

            var alice = replicas.getFirst().alice();
            var state = OnboardingState.of(alice.journal());
            assertThat(state.unfinished()).isEmpty();
            assertThat(state.through()).isEqualTo("m6");
            assertThat(ids(alice)).as("each decided once, and done once").doesNotHaveDuplicates();
            assertThat(Files.readAllLines(alice.layout().onboarding()))
                    .as("no line was written into another")
                    .hasSameSizeAs(alice.journal());
            assertThat(replicas.getFirst().persona())
                    .isNotNull()
                    .extracting(PersonaReference::name)
                    .isEqualTo("Molty");
            assertThat(replicas.getFirst().row())
                    .get()
                    .extracting(UserRecord::status)
                    .isEqualTo(Status.READY);
        }
    }

    @Test
    void theOneThatWasFrozenWhileAModelDraftedChangesNothingWhenItWakesUp() throws Exception {
        var frozen = new CountDownLatch(1);
        var drafting = new CountDownLatch(1);
        var first = new Rig(
                root,
                CrashPoint.never(),
                (_, _, _, _) -> {
                    drafting.countDown();
                    frozen.await();
                    return Optional.of("An old draft");
                },
                now);
        first.handle(first.message(Rig.ALICE, "m0", "Hello"), CHOOSES);
        first.handle(first.message(Rig.ALICE, "m1", "Custom"), CHOOSES);
        var description = first.message(Rig.ALICE, "m2", "A grumpy gardener named Rosa");
        var asleep = Thread.ofVirtual().start(() -> first.handle(description, CHOOSES));
        assertThat(drafting.await(10, TimeUnit.SECONDS)).isTrue();

        var second = new Rig(root, CrashPoint.never(), Optional.of("You are Rosa."), now);
        second.handle(description, CHOOSES);
        second.handle(second.message(Rig.ALICE, "m3", "/persona molty"), Reason.PERSONA_COMMAND);
        String soul = Files.readString(second.alice().layout().soul());
        frozen.countDown();

        assertThat(asleep.join(Duration.ofSeconds(10))).isTrue();
        assertThat(Files.readString(second.alice().layout().soul())).isEqualTo(soul);
        assertThat(OnboardingState.of(second.alice().journal()).through()).isEqualTo("m3");
        assertThat(first.row()).get().extracting(UserRecord::through).isEqualTo("m3");
    }

    private Rig rig(Path directory) {
        return new Rig(directory, CrashPoint.never(), Optional.empty(), now);
    }

    private static List<String> ids(PersonDirectory person) throws IOException {
        var ids = new ArrayList<String>();
        for (var line : person.journal()) {
            var entry = line.entry();
            ids.add(entry == null ? "done " + line.done() : "entry " + entry.id());
        }
        return ids;
    }
}
