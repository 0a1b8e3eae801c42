package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenUpTest {

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
    void aTurnThatBreaksDownEachTimeIsKeptAndItsWriterIsTold() {
        agent.model.says("fine");
        agent.model.before(() -> {
            if (agent.model.calls() <= 3) {
                throw new UnsupportedOperationException("a fault");
            }
        });

        var first = agent.send(ALICE, "1", "Hi");
        var next = agent.send(ALICE, "2", "Still there?");
        await(first);
        await(next);

        assertThat(agent.log.of(DeadLetter.class)).singleElement().satisfies(letter -> {
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.reason()).isEqualTo("UnsupportedOperationException: a fault");
            assertThat(letter.recordKey()).isEqualTo(ALICE.value());
        });
        assertThat(agent.log.replies()).extracting(Reply::outcome).containsExactly(Outcome.FAILED, Outcome.ANSWERED);
    }

    @Test
    void whereNotEvenAnApologyWorksTheWriterIsToldWithoutTheJournal() {
        agent.model.says("never");
        agent.log.before = message -> {
            if (message instanceof Reply) {
                throw new IllegalArgumentException("a fault");
            }
        };

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.of(DeadLetter.class))
                .isNotEmpty()
                .extracting(DeadLetter::offset)
                .containsOnly(7L);
        assertThat(agent.log.of(Notice.class)).singleElement().satisfies(notice -> {
            assertThat(notice.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(notice.user()).isEqualTo(ALICE);
        });
    }
}
