package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.agent.model.ModelFault;
import io.moltmates.agent.model.ModelMessage;
import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelProfile;
import io.moltmates.agent.model.ModelRequest;
import io.moltmates.schema.SandboxOutcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrimmingTest {

    @TempDir
    Path root;

    TestAgent agent;

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE);
        agent.model.profile = new ModelProfile(6_000, 500, true, false, false);
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private static boolean isSummaryCall(ModelRequest request) {
        return request.system().stable().startsWith("You shorten conversations");
    }

    private List<ModelRequest> turns() {
        return agent.model.requests.stream()
                .filter(request -> !isSummaryCall(request))
                .toList();
    }

    @Test
    void summarizesOlderTurnsWhenTheWindowFills() {
        for (int i = 0; i < 8; i++) {
            await(agent.send(ALICE, "m" + i, "message " + i + " " + "word ".repeat(500)));
        }

        assertThat(agent.model.requests).anyMatch(TrimmingTest::isSummaryCall);
        assertThat(turns().getLast().system().changing()).contains("ok");
        assertThat(turns()).allSatisfy(request -> assertThat(size(request)).isLessThan(6_000));
    }

    @Test
    void theSummaryOutlivesARestart() {
        for (int i = 0; i < 8; i++) {
            await(agent.send(ALICE, "m" + i, "message " + i + " " + "word ".repeat(500)));
        }
        int before = agent.model.calls();
        agent.restart();

        await(agent.send(ALICE, "next", "short"));

        assertThat(turns().getLast().system().changing()).contains("What was said before");
        assertThat(agent.model.calls()).isEqualTo(before + 1);
    }

    @Test
    void leavesOldTurnsOutWhenTheSummaryFails() {
        for (int i = 0; i < 3; i++) {
            await(agent.send(ALICE, "m" + i, "message " + i + " " + "word ".repeat(500)));
        }
        agent.model.before(() -> {
            if (isSummaryCall(agent.model.requests.getLast())) {
                agent.model.fails(new ModelFault.Unreachable());
            }
        });
        for (int i = 3; i < 8; i++) {
            await(agent.send(ALICE, "m" + i, "message " + i + " " + "word ".repeat(500)));
        }

        assertThat(turns().getLast().system().changing()).contains("left out");
        assertThat(agent.log.replies())
                .hasSize(8)
                .allSatisfy(reply -> assertThat(reply.text()).isEqualTo("ok"));
    }

    @Test
    void neverCutsAToolCallFromItsResult() {
        agent.log.sandbox = _ -> new SandboxOutcome.Completed(0, "line ".repeat(300), "", false);
        for (int i = 0; i < 10; i++) {
            agent.model.asksFor("exec", "{\"command\":\"cat a\"}").says("done " + i);
            await(agent.send(ALICE, "m" + i, "message " + i));
        }

        assertThat(turns()).allSatisfy(request -> assertPaired(request.messages()));
    }

    @Test
    void cutsTheResultsOfTheRunningTurnWhenTheyAloneAreTooMuch() {
        agent.log.sandbox = _ -> new SandboxOutcome.Completed(0, "line ".repeat(2000), "", false);
        for (int i = 0; i < 6; i++) {
            agent.model.asksFor("exec", "{\"command\":\"cat a\"}");
        }

        await(agent.send(ALICE, "1", "Read all of it"));

        assertThat(agent.log.replies().getFirst().text()).isEqualTo("ok");
        assertPaired(turns().getLast().messages());
        assertThat(turns().getLast().messages()).hasSize(13);
    }

    private static int size(ModelRequest request) {
        return Tokens.of(request.system().whole())
                + request.messages().stream().mapToInt(Tokens::of).sum();
    }

    private static void assertPaired(List<ModelMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) instanceof AssistantMessage answer) {
                for (int call = 0; call < answer.toolCalls().size(); call++) {
                    assertThat(messages.get(i + 1 + call)).isInstanceOf(ToolResultMessage.class);
                }
            }
            if (messages.get(i) instanceof ToolResultMessage) {
                assertThat(i).isPositive();
                assertThat(messages.get(i - 1)).isNotInstanceOf(ModelMessage.UserMessage.class);
            }
        }
    }
}
