package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandRequest.ExportSession;
import io.moltmates.schema.CommandRequest.GetHistory;
import io.moltmates.schema.CommandRequest.ListSessions;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.CommandResult.Role;
import io.moltmates.schema.CommandResult.Session;
import io.moltmates.schema.Ids;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.TurnRecord.Control;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoriesTest {

    @TempDir
    Path root;

    TestAgent agent;
    Histories histories;

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE).person(BOB);
        histories = new Histories(agent.people);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void tellsWhatWasSaidWithItsToolsAcrossSessions() throws IOException {
        agent.model.says("one").asksFor("list", "{}").says("two");
        await(agent.send(ALICE, "1", "first"));
        await(agent.send(ALICE, "2", Control.NEW, ""));
        await(agent.send(ALICE, "3", "second"));

        var items = histories.history(new GetHistory("h", ALICE, 50)).items();

        assertThat(items)
                .extracting(Item::text)
                .startsWith("first", "one", "/new")
                .endsWith("second", "two");
        assertThat(items)
                .extracting(Item::role)
                .containsExactly(Role.USER, Role.ASSISTANT, Role.USER, Role.NOTICE, Role.USER, Role.ASSISTANT);
        assertThat(items.getLast().id()).isEqualTo(Ids.messageId(ALICE, "3") + ".reply");
        assertThat(items.getLast().tools()).hasSize(1);
        assertThat(items.getLast().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void tellsTheLastOnesUpToTheLimit() throws IOException {
        for (int i = 0; i < 5; i++) {
            await(agent.send(ALICE, "m" + i, "text " + i));
        }

        var items = histories.history(new GetHistory("h", ALICE, 3)).items();

        assertThat(items).extracting(Item::text).containsExactly("ok", "text 4", "ok");
    }

    @Test
    void tellsNothingOfOthers() throws IOException {
        await(agent.send(ALICE, "1", "canary"));

        assertThat(histories.history(new GetHistory("h", BOB, 50)).items()).isEmpty();
        assertThat(histories.sessions(new ListSessions("s", BOB)).sessions()).isEmpty();
    }

    @Test
    void tellsAndExportsOneSession() throws IOException {
        await(agent.send(ALICE, "1", "first"));
        await(agent.send(ALICE, "2", Control.NEW, ""));
        await(agent.send(ALICE, "3", "second"));
        var first = histories.sessions(new ListSessions("s", ALICE)).sessions().getFirst();

        assertThat(histories.history(new GetHistory("h", ALICE, 50, first.id())).items())
                .extracting(Item::text)
                .containsExactly("first", "ok");
        assertThat(histories.export(new ExportSession("e", ALICE, first.id())).text())
                .contains("first", "ok")
                .doesNotContain("second");
        assertThat(histories.export(new ExportSession("e", BOB, first.id())).text())
                .isEmpty();
    }

    @Test
    void listsTheSessionsOfEverybody() throws IOException {
        await(agent.send(ALICE, "1", "Hi"));
        await(agent.send(ALICE, "2", Control.NEW, ""));
        await(agent.send(BOB, "1", "Hi"));

        var sessions = histories
                .sessions(new ListSessions("s", CommandRequest.EVERYBODY))
                .sessions();

        assertThat(sessions).extracting(Session::user).containsExactlyInAnyOrder(ALICE, ALICE, BOB);
        assertThat(sessions).filteredOn(Session::current).hasSize(2);
        assertThat(sessions)
                .filteredOn(session -> session.user().equals(BOB))
                .singleElement()
                .satisfies(session -> assertThat(session.turns()).isEqualTo(1));
    }
}
