package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandRequest.GetUsage;
import io.moltmates.schema.CommandResult.PersonUsage;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageListTest {

    @TempDir
    Path root;

    TestAgent agent;
    UsageList list;

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE).person(BOB);
        list = new UsageList(agent.parts, new Histories(agent.people));
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    @Test
    void tellsOfEverybodyWithoutMeasuringThem() throws IOException {
        await(agent.send(ALICE, "1", "Hi"));

        var people = usage(CommandRequest.EVERYBODY);

        assertThat(people).extracting(PersonUsage::user).containsExactly(ALICE, BOB);
        assertThat(people).extracting(PersonUsage::sessions).containsExactly(1, 0);
        assertThat(people).extracting(PersonUsage::name).containsExactly("alice", "");
        assertThat(people).extracting(PersonUsage::workspaceBytes).containsOnly(-1L);
        assertThat(people.getFirst().lastAt()).isNotNull();
        assertThat(people.getLast().lastAt()).isNull();
    }

    @Test
    void measuresOnePersonAndFollowsNoLink() throws IOException {
        var workspace = agent.layout.person(ALICE).workspace();
        Files.writeString(Files.createDirectories(workspace.resolve("a/b")).resolve("file"), "12345");
        var elsewhere = Files.writeString(root.resolve("elsewhere"), "1234567890");
        Files.createSymbolicLink(workspace.resolve("link"), elsewhere);

        assertThat(usage(ALICE)).extracting(PersonUsage::workspaceBytes).containsExactly(5L);
        assertThat(usage(UserId.of("web", "nobody"))).isEmpty();
    }

    private List<PersonUsage> usage(UserId user) throws IOException {
        return list.answer(new GetUsage("u", user)).people();
    }
}
