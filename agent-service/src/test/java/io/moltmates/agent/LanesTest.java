package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moltmates.schema.Address;
import io.moltmates.schema.CommandRequest.MoveAddress;
import io.moltmates.schema.Ids;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanesTest {

    @TempDir
    Path root;

    TestAgent agent;
    final CountDownLatch begun = new CountDownLatch(1);

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE).person(BOB);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private CompletableFuture<Void> hangingTurn() throws InterruptedException {
        agent.model.hangs(begun);
        var turn = agent.send(ALICE, "hang", "Think");
        begun.await();
        return turn;
    }

    @Test
    void answersOnePersonsMessagesInTheirOrder() {
        var all = new ArrayList<CompletableFuture<Void>>();
        IntStream.range(0, 30).forEach(i -> all.add(agent.send(ALICE, "m" + i, "text " + i)));

        all.forEach(TestAgent::await);

        assertThat(agent.log.replies())
                .extracting(Reply::inReplyTo)
                .containsExactlyElementsOf(IntStream.range(0, 30)
                        .mapToObj(i -> Ids.messageId(ALICE, "m" + i))
                        .toList());
    }

    @Test
    void nobodyWaitsForAnother() throws Exception {
        var turn = hangingTurn();

        await(agent.send(BOB, "1", "Hi"));

        assertThat(turn).isNotDone();
    }

    @Test
    void stopEndsTheRunningTurnAtOnceWithWhatWasSaid() throws Exception {
        var turn = hangingTurn();

        var stop = agent.send(ALICE, "stop", Control.STOP, "");

        assertThat(turn).succeedsWithin(Duration.ofSeconds(1));
        await(stop);
        assertThat(agent.log.replies().getFirst().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(agent.log.replies().getFirst().text()).isEqualTo("so far");
        assertThat(agent.log.of(Notice.class)).singleElement().satisfies(notice -> {
            assertThat(notice.outcome()).isEqualTo(Outcome.ANSWERED);
            assertThat(notice.inReplyTo()).isEqualTo(Ids.messageId(ALICE, "stop"));
        });
    }

    @Test
    void stopCancelsTheRunningCommand() {
        agent.model.asksFor("exec", "{\"command\":\"sleep 100\"}");
        agent.log.sandbox = _ -> null;
        var turn = agent.send(ALICE, "1", "Sleep");
        await().untilAsserted(() ->
                assertThat(agent.log.of(SandboxRequest.Exec.class)).hasSize(1));

        var _ = agent.send(ALICE, "stop", Control.STOP, "");

        assertThat(turn).succeedsWithin(Duration.ofSeconds(1));
        assertThat(agent.log.of(SandboxRequest.Cancel.class))
                .singleElement()
                .satisfies(cancel -> assertThat(cancel.target())
                        .isEqualTo(agent.log
                                .of(SandboxRequest.Exec.class)
                                .getFirst()
                                .id()));
    }

    @Test
    void whatWaitsBehindAStoppedTurnIsAnswered() throws Exception {
        var _ = hangingTurn();
        var waiting = agent.send(ALICE, "2", "And this?");

        var _ = agent.send(ALICE, "stop", Control.STOP, "");

        await(waiting);
        assertThat(agent.log.replies().getLast().text()).isEqualTo("ok");
    }

    @Test
    void aPersonWhoMayWriteNoMoreHasNothingAnswered() throws Exception {
        var turn = hangingTurn();
        var waiting = agent.send(ALICE, "2", "And this?");
        var command = agent.send(ALICE, "3", Control.NEW, "");

        await(agent.send(ALICE, "revoke", Control.REVOKE, ""));

        await(turn);
        await(waiting);
        await(command);
        assertThat(agent.log.sent())
                .extracting(OutboundMessage::inReplyTo)
                .containsExactlyInAnyOrder(
                        Ids.messageId(ALICE, "hang"), Ids.messageId(ALICE, "2"), Ids.messageId(ALICE, "3"));
        assertThat(agent.log.replies())
                .filteredOn(reply -> reply.outcome() == Outcome.REFUSED)
                .singleElement()
                .satisfies(reply -> assertThat(reply.text()).isEmpty());
        assertThat(agent.log.of(Notice.class))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).isEmpty());
        assertThat(agent.model.calls()).isEqualTo(1);
    }

    @Test
    void aPersonWhoMayWriteAgainIsAnswered() {
        await(agent.send(ALICE, "revoke", Control.REVOKE, ""));
        await(agent.send(ALICE, "2", "Hi"));
        await(agent.send(ALICE, "revoke again", Control.REVOKE, ""));

        assertThat(agent.log.sent())
                .singleElement()
                .isInstanceOfSatisfying(
                        Reply.class, reply -> assertThat(reply.outcome()).isEqualTo(Outcome.ANSWERED));
    }

    @Test
    void aRemovedPersonWithoutADirectoryIsNotAskedToChoose() throws Exception {
        var turn = hangingTurn();
        var waiting = agent.send(ALICE, "2", "And this?");
        agent.remove(ALICE);

        await(agent.send(ALICE, "revoke", Control.REVOKE, ""));

        await(waiting);
        assertThat(turn).succeedsWithin(Duration.ofSeconds(10));
        assertThat(agent.log.of(OnboardingMessage.class))
                .extracting(OnboardingMessage::id)
                .doesNotContain(Ids.messageId(ALICE, "2"));
    }

    @Test
    void anAddressMovesWhenAllBeforeIsAnsweredAndNobodyIsTold() throws Exception {
        var turn = hangingTurn();
        var moved = agent.send(ALICE, "drain", Control.DRAIN, "telegram_7");
        assertThat(agent.log.of(MoveAddress.class)).isEmpty();

        var _ = agent.send(ALICE, "stop", Control.STOP, "");
        await(turn);
        await(moved);

        assertThat(agent.log.of(MoveAddress.class)).singleElement().satisfies(move -> {
            assertThat(move.user()).isEqualTo(ALICE);
            assertThat(move.address()).isEqualTo(UserId.of("telegram", "7"));
        });
        assertThat(agent.log.of(Notice.class)).hasSize(1);
    }

    @Test
    void anAddressMovesAlsoWithoutADirectoryAndWhenThePersonMayWriteNoMore() throws Exception {
        var _ = hangingTurn();
        agent.remove(ALICE);
        var moved = agent.send(ALICE, "drain", Control.DRAIN, "telegram_7");
        await(agent.send(ALICE, "revoke", Control.REVOKE, ""));

        await(moved);

        assertThat(agent.log.of(MoveAddress.class)).hasSize(1);
    }

    @Test
    void aRemovedAddressLeavesAloneWhatAnotherOneWrote() throws Exception {
        var turn = hangingTurn();
        var waiting = agent.send(ALICE, "2", "And this?");

        await(agent.sendFrom(Address.of("telegram", "7"), ALICE, "revoke", Control.REVOKE, "telegram_7"));

        var _ = agent.send(ALICE, "stop", Control.STOP, "");
        await(turn);
        await(waiting);
        assertThat(agent.log.replies()).extracting(Reply::outcome).containsExactly(Outcome.STOPPED, Outcome.ANSWERED);
    }

    @Test
    void resetEndsTheTurnAndStartsANewSession() throws Exception {
        var turn = hangingTurn();

        await(agent.send(ALICE, "reset", Control.RESET, ""));
        await(turn);
        await(agent.send(ALICE, "2", "Hi"));

        var replies = agent.log.replies();
        assertThat(replies.getFirst().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(replies.getLast().session()).isGreaterThan(replies.getFirst().session());
        assertThat(agent.model.requests.getLast().messages()).hasSize(1);
        assertThat(agent.log.of(SandboxRequest.CloseSession.class)).hasSize(1);
    }

    @Test
    void refusesWhatHasNoRoomAndRemembersThatItDid() throws Exception {
        agent.laneCapacity(2);
        agent.restart();
        var _ = hangingTurn();
        var _ = agent.send(ALICE, "1", "one");
        var _ = agent.send(ALICE, "2", "two");

        await(agent.send(ALICE, "3", "three"));

        assertThat(agent.log.replies()).singleElement().satisfies(reply -> {
            assertThat(reply.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(reply.inReplyTo()).isEqualTo(Ids.messageId(ALICE, "3"));
        });
        agent.restart();
        await(agent.send(ALICE, "3", "three"));
        assertThat(agent.log.replies().getLast().outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void tellsTheStatusWhileATurnRuns() throws Exception {
        var _ = hangingTurn();

        await(agent.send(ALICE, "status", Control.STATUS, ""));

        assertThat(agent.log.of(Notice.class).getFirst().text())
                .contains("Molty", "test/scripted", "answering for", "0 waiting");
    }

    @Test
    void lanesVanishWhenTheyAreIdle() {
        var people =
                IntStream.range(0, 300).mapToObj(i -> UserId.of("web", "p" + i)).toList();
        people.forEach(agent::person);
        var all = people.stream().map(user -> agent.send(user, "1", "Hi")).toList();

        all.forEach(TestAgent::await);

        await().untilAsserted(() -> assertThat(agent.lanes.all()).isEmpty());
        assertThat(agent.log.replies()).hasSize(300);
    }

    @Test
    void theSameMessageWaitingTwiceIsAnsweredOnce() throws Exception {
        var turn = hangingTurn();
        var again = agent.send(ALICE, "hang", "Think");

        var _ = agent.send(ALICE, "stop", Control.STOP, "");

        await(turn);
        await(again);
        assertThat(agent.log.replies()).hasSize(1);
    }

    @Test
    void aRevokedPartitionsTurnsEndWithoutOutcome() throws Exception {
        var turn = hangingTurn();

        agent.lanes.abandon(List.of(0));

        await().untilAsserted(() -> assertThat(agent.lanes.all()).isEmpty());
        assertThat(turn).isNotDone();
        assertThat(agent.log.sent()).isEmpty();
        agent.lanes.take(List.of(0));
        await(agent.send(ALICE, "hang", "Think"));
        assertThat(agent.log.replies()).extracting(Reply::text).containsExactly("ok");
    }

    @Test
    void doesNotRunWhatComesAfterItsPartitionWentAway() throws Exception {
        var turn = hangingTurn();
        agent.lanes.abandon(List.of(0));

        var late = agent.send(BOB, "1", "Hi");

        assertThat(late).isNotDone();
        assertThat(turn).isNotDone();
        assertThat(agent.lanes.all()).isEmpty();
        agent.lanes.take(List.of(0));
        await(agent.send(BOB, "1", "Hi"));
        assertThat(agent.model.calls()).isEqualTo(2);
    }

    @Test
    void makesOthersWaitOnlyWhenFarTooMuchWaitsInAll() throws Exception {
        var _ = hangingTurn();
        var big = new TurnTask(
                new io.moltmates.schema.TurnRecord.TurnRequest(TestAgent.message(ALICE, "big", "x")), null, 0, 2 << 20);
        var _ = agent.lanes.accept(big);

        var room = agent.lanes.room().toCompletableFuture();
        var before = room.isDone();
        var _ = agent.send(ALICE, "stop", Control.STOP, "");

        assertThat(before).isFalse();
        assertThat(room).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aFloodOfOnePersonLeavesRoomForTheOthers() throws Exception {
        agent.laneCapacity(2);
        agent.restart();
        var _ = hangingTurn();
        for (int i = 0; i < 400; i++) {
            var message = TestAgent.message(ALICE, "m" + i, "x".repeat(60_000));
            var _ = agent.lanes.accept(
                    new TurnTask(new io.moltmates.schema.TurnRecord.TurnRequest(message), null, 0, 60_500));
        }

        var answer = agent.send(BOB, "1", "Hi");

        assertThat(agent.lanes.room().toCompletableFuture()).isDone();
        assertThat(answer).succeedsWithin(Duration.ofSeconds(4));
    }

    @Test
    void aWriterThatWasFencedGoesOnOnceItTookTheSessionBack() throws Exception {
        await(agent.send(ALICE, "0", "Hi"));
        agent.model.before(() -> {
            if (agent.model.calls() == 2) {
                stealSession();
            }
        });

        await(agent.send(ALICE, "1", "Hi again"));

        assertThat(agent.log.replies()).hasSize(2);
        assertThat(agent.log.replies().getLast().epoch()).isEqualTo(3);
    }

    @Test
    void runsNoMoreTurnsAtOnceThanItMayAndServesPeopleInTheirOrder() throws Exception {
        agent.parallel(1);
        var turn = hangingTurn();
        var carol = UserId.of("web", "carol");
        agent.person(carol);
        var bobs = agent.send(BOB, "1", "Hi");
        var bobsSecond = agent.send(BOB, "2", "Hi");
        awaitWaiting(1);
        var carols = agent.send(carol, "1", "Hi");
        awaitWaiting(2);
        int calls = agent.model.calls();

        var _ = agent.send(ALICE, "stop", Control.STOP, "");

        await(turn);
        await(bobs);
        await(carols);
        await(bobsSecond);
        assertThat(calls).isEqualTo(1);
        assertThat(agent.log.replies()).extracting(Reply::user).containsExactly(ALICE, BOB, carol, BOB);
    }

    @Test
    void stopEndsATurnThatWaitsForOthersWithoutAskingTheModel() throws Exception {
        agent.parallel(1);
        var turn = hangingTurn();
        var waiting = agent.send(BOB, "1", "Hi");
        awaitWaiting(1);

        await(agent.send(BOB, "stop", Control.STOP, ""));

        await(waiting);
        assertThat(turn).isNotDone();
        assertThat(agent.model.calls()).isEqualTo(1);
        assertThat(agent.log.replies())
                .singleElement()
                .satisfies(reply -> assertThat(reply.outcome()).isEqualTo(Outcome.STOPPED));
    }

    @Test
    void aRevokedPartitionsWaitingTurnEndsWithoutOutcome() throws Exception {
        agent.parallel(1);
        var turn = hangingTurn();
        var waiting = agent.send(BOB, "1", "Hi");
        awaitWaiting(1);

        agent.lanes.abandon(List.of(0));

        await().untilAsserted(() -> assertThat(agent.lanes.all()).isEmpty());
        agent.lanes.take(List.of(0));
        await(agent.send(BOB, "1", "Hi"));
        assertThat(turn).isNotDone();
        assertThat(waiting).isNotDone();
        assertThat(agent.log.replies()).hasSize(1);
    }

    private void awaitWaiting(int turns) {
        await().until(() -> agent.parts.slots().waiting() == turns);
    }

    private void stealSession() {
        try {
            var thief = PersonJournal.open(
                    agent.layout.person(ALICE).sessions(), "life1", new JournalOptions("thief", false, true));
            thief.append(new JournalLine.Attempt("nothing", 1, java.time.Instant.EPOCH));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
