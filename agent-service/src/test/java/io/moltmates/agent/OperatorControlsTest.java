package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.Ids;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.SandboxRequest.CloseSession;
import io.moltmates.schema.SandboxRequest.DeleteFile;
import io.moltmates.schema.TurnRecord.Control;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorControlsTest {

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

    @Test
    void beginsANewSessionAndTellsNobody() throws IOException {
        await(agent.send(ALICE, "1", "Hi"));
        int before = agent.log.sent().size();

        await(agent.send(ALICE, "renew", Control.RENEW, ""));
        await(agent.send(ALICE, "renew", Control.RENEW, ""));

        assertThat(agent.log.sent()).hasSize(before);
        assertThat(sessions()).hasSize(2);
        assertThat(results()).hasSize(2).allMatch(CommandResult.Done.class::isInstance);
        assertThat(agent.log.of(CloseSession.class)).hasSize(1);
        await(agent.send(ALICE, "2", "Hi again"));
        assertThat(agent.model.requests.getLast().messages()).hasSize(1);
    }

    @Test
    void stopsTheRunningTurnForANewSession() throws Exception {
        var turn = hangingTurn();

        await(agent.send(ALICE, "renew", Control.RENEW, ""));

        await(turn);
        assertThat(agent.log.replies().getLast().outcome()).isEqualTo(Outcome.STOPPED);
    }

    @Test
    void deletesAnOldSessionAndLeavesTheOthers() throws IOException {
        await(agent.send(ALICE, "1", "Hi"));
        await(agent.send(ALICE, "new", Control.NEW, ""));
        await(agent.send(ALICE, "2", "Ho"));
        var before = sessions();

        await(agent.send(ALICE, "delete", Control.DELETE_SESSION, before.getFirst()));

        assertThat(sessions()).containsExactly(before.getLast());
        await(agent.send(ALICE, "3", "Still there?"));
        assertThat(agent.model.requests.getLast().messages()).hasSize(3);
    }

    @Test
    void putsAnotherSessionInThePlaceOfTheCurrentOne() throws IOException {
        await(agent.send(ALICE, "1", "Hi"));
        await(agent.send(ALICE, "new", Control.NEW, ""));
        await(agent.send(ALICE, "2", "Ho"));
        var before = sessions();

        await(agent.send(ALICE, "delete", Control.DELETE_SESSION, before.getLast()));
        agent.restart();
        await(agent.send(ALICE, "3", "Who am I?"));

        assertThat(sessions()).hasSize(2).contains(before.getFirst()).doesNotContain(before.getLast());
        assertThat(agent.model.requests.getLast().messages()).hasSize(1);
    }

    @Test
    void letsATurnEndBeforeASessionIsDeleted() throws Exception {
        await(agent.send(ALICE, "1", "Hi"));
        var turn = hangingTurn();
        var deleted =
                agent.send(ALICE, "delete", Control.DELETE_SESSION, sessions().getFirst());
        await(agent.send(ALICE, "stop", Control.STOP, ""));

        await(turn);
        await(deleted);
        assertThat(agent.log.of(OnboardingMessage.class)).isEmpty();
        assertThat(results()).containsExactly(new CommandResult.Done(id("delete"), ALICE));
    }

    @Test
    void saysThatThereIsNoSuchSessionOrPerson() {
        await(agent.send(ALICE, "delete", Control.DELETE_SESSION, "s0"));
        await(agent.send(BOB, "renew", Control.RENEW, ""));

        assertThat(results()).hasSize(2).allMatch(CommandResult.Failure.class::isInstance);
        assertThat(agent.log.sent()).isEmpty();
    }

    @Test
    void hasAPersonDeletedOnceTheirTurnHasEnded() throws Exception {
        var turn = hangingTurn();

        await(agent.send(ALICE, "delete", Control.DELETE_PERSON, ""));

        await(turn);
        assertThat(agent.asked).isEqualTo(new CommandRequest.DeletePerson(id("delete") + ".delete", ALICE));
        assertThat(agent.log.of(DeleteFile.class)).hasSize(1);
        assertThat(results()).containsExactly(new CommandResult.Done(id("delete"), ALICE));
        assertThat(agent.log.replies())
                .extracting(OutboundMessage.Reply::outcome)
                .containsExactly(Outcome.STOPPED);
    }

    @Test
    void saysWhenAPersonCanNotBeDeleted() {
        agent.commandResult = new CommandResult.Failure("x", ALICE, "The disk is full.");

        await(agent.send(ALICE, "delete", Control.DELETE_PERSON, ""));

        assertThat(results()).containsExactly(new CommandResult.Failure(id("delete"), ALICE, "The disk is full."));
    }

    @Test
    void asksNobodyToChooseWhoseTurnWasStoppedBeforeTheDirectoryWent() throws Exception {
        var turn = hangingTurn();
        agent.remove(ALICE);
        var _ = agent.send(ALICE, "revoke", Control.REVOKE, "");

        await(turn);
        assertThat(agent.log.of(OnboardingMessage.class)).isEmpty();
    }

    private CompletableFuture<Void> hangingTurn() throws Exception {
        var begun = new CountDownLatch(1);
        agent.model.hangs(begun);
        var turn = agent.send(ALICE, "hang", "Go on");
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        return turn;
    }

    private List<CommandResult> results() {
        return agent.log.of(CommandResult.class);
    }

    private List<String> sessions() throws IOException {
        return SessionReader.sessions(agent.layout.person(ALICE).sessions());
    }

    private static String id(String clientId) {
        return Ids.messageId(ALICE, clientId);
    }
}
