package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.Control;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The worker goes away at each step of a turn, another one comes, and the message has one answer.
class ResumeTest {

    @TempDir
    Path root;

    TestAgent agent;
    final AtomicBoolean crashed = new AtomicBoolean();

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private void crashOnce() {
        if (crashed.compareAndSet(false, true)) {
            agent.crash();
        }
    }

    private void untilCrashed() {
        await().untilTrue(crashed);
        agent.restart();
    }

    @Test
    void asksTheModelAgainWhenItsAnswerWasNotRecorded() {
        agent.model.before(this::crashOnce);
        agent.model.says("lost").says("second words");
        var _ = agent.send(ALICE, "1", "Hi");
        untilCrashed();

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.replies()).extracting(Reply::text).containsExactly("second words");
        assertThat(agent.model.calls()).isEqualTo(2);
    }

    @Test
    void aWorkerThatWasFrozenRightBeforeItsRequestDoesNotSendIt() {
        agent.model.sendsAfter(() -> answeredElsewhere("1")).says("asked twice");

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.model.sent).hasValue(0);
        assertThat(agent.model.calls()).isEqualTo(1);
        assertThat(agent.log.replies()).extracting(Reply::text).containsExactly("done elsewhere");
    }

    private void answeredElsewhere(String clientId) {
        var sessions = agent.layout.person(ALICE).sessions();
        try {
            var other = PersonJournal.open(sessions, "life1", new JournalOptions("other", false, true));
            other.append(PersonJournalTest.outcome(PersonJournalTest.request(clientId), "done elsewhere"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aSecondAttemptIsNumbered() {
        agent.model.before(this::crashOnce);
        agent.model.says("lost").asksFor("list", "{}").says("done");
        var _ = agent.send(ALICE, "1", "Hi");
        untilCrashed();

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.of(io.moltmates.schema.LiveEvent.ToolProgress.class))
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.attempt()).isEqualTo(2);
                    assertThat(event.epoch()).isEqualTo(2);
                });
    }

    @Test
    void asksTheSandboxAgainUnderTheSameIdWhenNoResultWasRecorded() {
        agent.model.asksFor("exec", "{\"command\":\"wc a\"}").says("done");
        agent.log.sandbox = _ -> {
            crashOnce();
            return new SandboxOutcome.Completed(0, "7", "", false);
        };
        var _ = agent.send(ALICE, "1", "Count");
        untilCrashed();

        await(agent.send(ALICE, "1", "Count"));

        assertThat(agent.model.calls())
                .as("the first answer is not paid for again")
                .isEqualTo(2);
        assertThat(agent.log.of(SandboxRequest.Exec.class))
                .extracting(SandboxRequest.Exec::id)
                .hasSizeGreaterThanOrEqualTo(2)
                .containsOnly(agent.log.of(SandboxRequest.Exec.class).getFirst().id());
        assertThat(agent.log.replies()).extracting(Reply::text).containsExactly("done");
    }

    @Test
    void runsNoToolAgainWhoseResultWasRecorded() {
        agent.model.asksFor("exec", "{\"command\":\"wc a\"}").says("lost").says("done");
        agent.model.before(() -> {
            if (agent.model.calls() == 2) {
                crashOnce();
            }
        });
        var _ = agent.send(ALICE, "1", "Count");
        untilCrashed();

        await(agent.send(ALICE, "1", "Count"));

        assertThat(agent.log.of(SandboxRequest.Exec.class)).hasSize(1);
        assertThat(agent.model.calls()).isEqualTo(3);
        assertThat(agent.model.requests.getLast().messages())
                .endsWith(new ToolResultMessage("call1", "exec", "fine", false));
        assertThat(agent.log.replies()).extracting(Reply::text).containsExactly("done");
    }

    @Test
    void sendsTheRecordedReplyAgainWhenItWasNotWritten() {
        agent.model.says("only once");
        agent.log.before = message -> {
            if (message instanceof Reply && !crashed.get()) {
                crashOnce();
                throw new IllegalStateException("the broker is gone");
            }
        };
        var _ = agent.send(ALICE, "1", "Hi");
        untilCrashed();

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.model.calls()).isEqualTo(1);
        assertThat(agent.log.replies()).extracting(Reply::text).containsExactly("only once");
    }

    @Test
    void answersTheSameMessageWithTheRecordedReply() {
        agent.model.says("first").says("never");
        await(agent.send(ALICE, "1", "Hi"));
        await(agent.send(ALICE, "1", "Hi"));
        agent.restart();

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.model.calls()).isEqualTo(1);
        assertThat(agent.log.replies()).hasSize(3).extracting(Reply::text).containsOnly("first");
        assertThat(agent.log.replies())
                .extracting(Reply::id)
                .doesNotContainNull()
                .containsOnly(agent.log.replies().getFirst().id());
    }

    @Test
    void answersTwiceWithoutTheDuplicateIndex() {
        agent.duplicateIndex = false;
        agent.restart();
        agent.model.says("first").says("second");

        await(agent.send(ALICE, "1", "Hi"));
        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.model.calls()).isEqualTo(2);
    }

    @Test
    void answersAControlOnceOnly() {
        await(agent.send(ALICE, "0", "Hi"));
        await(agent.send(ALICE, "1", Control.NEW, ""));
        agent.restart();

        await(agent.send(ALICE, "1", Control.NEW, ""));

        assertThat(agent.log.sent().subList(1, 3))
                .hasSize(2)
                .extracting(sent -> sent.at())
                .containsOnly(agent.log.sent().get(1).at());
    }

    @Test
    void keepsTheOutcomeOfAStoppedTurn() throws Exception {
        var begun = new java.util.concurrent.CountDownLatch(1);
        agent.model.hangs(begun);
        var turn = agent.send(ALICE, "1", "Hi");
        begun.await();
        await(agent.send(ALICE, "2", Control.STOP, ""));
        await(turn);
        agent.restart();

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.replies()).hasSize(2).allSatisfy(reply -> {
            assertThat(reply.outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(reply.text()).isEqualTo("so far");
        });
        assertThat(agent.model.calls()).isEqualTo(1);
    }

    @Test
    void aStopThatDidItsWorkBeforeTheCrashEndsNothingAfterIt() throws Exception {
        await(agent.send(ALICE, "0", "Hi"));
        await(agent.send(ALICE, "1", Control.STOP, ""));
        agent.restart();
        var begun = new java.util.concurrent.CountDownLatch(1);
        agent.model.hangs(begun);
        var turn = agent.send(ALICE, "2", "Take your time");
        begun.await();

        var again = agent.send(ALICE, "1", Control.STOP, "");
        var other = agent.send(ALICE, "3", Control.STATUS, "");
        await(other);

        assertThat(turn).isNotDone();
        await(agent.send(ALICE, "4", Control.STOP, ""));
        await(turn);
        await(again);
    }
}
