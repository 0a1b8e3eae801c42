package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest.DeletePerson;
import io.moltmates.schema.CommandRequest.MoveAddress;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.MoveState;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressMovesTest {

    private static final UserId BOB = UserId.of("telegram", "7");

    @TempDir
    private Path root;

    private Rig rig;

    @BeforeEach
    void aliceHasAnAssistant() {
        rig = new Rig(root);
        rig.says("m1", "hello");
        rig.says("m2", "Molty");
    }

    @Test
    void aMarkerGoesToTheLaneAndMakesNoDirectory() {
        var move = move(BOB, Rig.ALICE, "x1");
        rig.handle(OnboardingMessage.moving(rig.message(BOB, "x1", "/link confirm"), move));
        var marker = (TurnControl) rig.log.turnRecords().getLast();
        assertThat(marker.control()).isEqualTo(Control.DRAIN);
        assertThat(marker.user()).isEqualTo(BOB);
        assertThat(marker.argument()).isEqualTo(BOB.value());
        assertThat(rig.layout.person(BOB).directory()).doesNotExist();
    }

    @Test
    void putsTheDirectoryAwayAndBringsItBackAsItWas() throws Exception {
        choose(BOB);
        Files.writeString(rig.layout.person(BOB).memory(), "owl");
        moves(move(BOB, Rig.ALICE, "x1"));
        assertThat(rig.layout.person(BOB).directory()).doesNotExist();
        assertThat(rig.layout.archived(BOB).memory()).content().isEqualTo("owl");
        assertThat(rig.users.find(BOB)).isEmpty();
        assertThat(rig.users.find(Rig.ALICE).orElseThrow().addresses()).containsExactly(Rig.ALICE, BOB);
        assertThat(rig.layout.person(Rig.ALICE).person()).content().contains(BOB.value());
        rig.users.poll();
        assertThat(rig.users.find(BOB)).isEmpty();

        moves(back());
        assertThat(rig.layout.person(BOB).memory()).content().isEqualTo("owl");
        assertThat(rig.users.find(BOB)).isPresent();
        assertThat(rig.users.find(Rig.ALICE).orElseThrow().addresses()).containsExactly(Rig.ALICE);
    }

    @Test
    void whatWasPutAwayGoesWithThePerson() throws Exception {
        choose(BOB);
        moves(move(BOB, Rig.ALICE, "x1"));
        var other = rig.layout.archived(UserId.of("telegram", "77")).directory();
        Files.createDirectories(other);
        var before = Files.createDirectories(other.resolveSibling(BOB.directoryName() + ".1764394000000"));

        rig.commands.answer(new DeletePerson("d1", Rig.ALICE));

        assertThat(rig.layout.archived(BOB).directory()).doesNotExist();
        assertThat(before).doesNotExist();
        assertThat(rig.layout.person(Rig.ALICE).directory()).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void doesAMoveOnceAndNoneThatIsOver() throws Exception {
        choose(BOB);
        var move = move(BOB, Rig.ALICE, "x1");
        moves(move);
        Files.createDirectories(rig.layout.person(BOB).directory());
        rig.commands.answer(new MoveAddress("x1", BOB, BOB));
        rig.commands.answer(new MoveAddress("other", BOB, BOB));
        assertThat(rig.layout.person(BOB).directory()).exists();
        assertThat(rig.links.find(BOB).orElseThrow().state()).isEqualTo(MoveState.MOVED);
    }

    @Test
    void passesOnWhatWaitedForAPersonaOnce() throws Exception {
        rig.handle(rig.message(BOB, "b1", "what is the time?"), Reason.NOT_CHOSEN);
        moves(move(BOB, Rig.ALICE, "x1"));
        assertThat(rig.log.turnRecords().getLast()).isInstanceOfSatisfying(TurnRequest.class, turn -> {
            assertThat(turn.id()).isEqualTo("b1");
            assertThat(turn.user()).isEqualTo(Rig.ALICE);
            assertThat(turn.address().channel()).isEqualTo("telegram");
        });
        int before = rig.log.turnRecords().size();
        moves(back());
        rig.handle(rig.message(BOB, "b2", "Molty"), Reason.NOT_CHOSEN);
        assertThat(rig.log.turnRecords().stream().skip(before))
                .noneMatch(turn -> turn.id().equals("b1"));
    }

    private void choose(UserId user) {
        rig.handle(rig.message(user, "c1", "hello"), Reason.NOT_CHOSEN);
        rig.handle(rig.message(user, "c2", "Molty"), Reason.NOT_CHOSEN);
    }

    private void moves(AddressMove move) throws Exception {
        rig.links.observed(move.key(), Optional.of(move));
        rig.commands.answer(new MoveAddress(move.id(), move.from(), move.user()));
    }

    private static AddressMove back() {
        var later = Instant.parse("2100-01-01T00:00:00Z");
        return new AddressMove("x2", BOB, Rig.ALICE, BOB, MoveState.MOVING, false, null, later, later);
    }

    private static AddressMove move(UserId address, UserId to, String id) {
        return new AddressMove(id, address, address, to, MoveState.MOVING, false, null, Instant.EPOCH, Instant.EPOCH);
    }
}
