package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest.ChangeSetting;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.config.AgentProfileConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonModelsTest {

    private static final AgentProfileConfig THRIFTY =
            new AgentProfileConfig(List.of("alice"), "openai/small", List.of("groq/spare"), 50, 0.25, "Be brief.");

    @TempDir
    private Path root;

    private TestAgent agent;

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE).person(BOB);
        agent.set(settings -> settings.instructions("Be kind.").agent("thrifty", THRIFTY));
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private String answer(String argument) {
        await(agent.send(ALICE, "c" + argument, Control.MODEL, argument));
        return agent.log.of(Notice.class).getLast().text();
    }

    @Test
    void thoseWhomTheOperatorNamesHaveTheirModelsAndSettings() {
        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.model.asked).containsExactly("openai/small", "groq/spare");
        var request = agent.model.requests.getLast();
        assertThat(request.maxTokens()).isEqualTo(50);
        assertThat(request.temperature()).isEqualTo(0.25);
        assertThat(request.system().stable()).contains("Be brief.").doesNotContain("Be kind.");
    }

    @Test
    void everybodyElseHasWhatIsThereForAll() {
        await(agent.send(BOB, "1", "Hi"));

        assertThat(agent.model.asked).isEmpty();
        assertThat(agent.model.requests.getLast().maxTokens()).isNull();
        assertThat(agent.model.requests.getLast().system().stable()).contains("Be kind.");
    }

    @Test
    void theyChooseAmongTheirOwn() {
        assertThat(answer("")).contains("There are: openai/small, groq/spare.");
        assertThat(answer("test/scripted")).startsWith("There is no model named");

        assertThat(answer("spare")).contains("groq/spare");
        assertThat(agent.asked)
                .isInstanceOfSatisfying(
                        ChangeSetting.class,
                        change -> assertThat(change.value()).isEqualTo("groq/spare"));
    }

    @Test
    void whatTheyChoseComesFirstAndWhatIsNotTheirsAnyMoreDoesNotCount() {
        agent.person(ALICE, "life1", Map.of(PersonFile.MODEL, "groq/spare"));
        await(agent.send(ALICE, "1", "Hi"));
        assertThat(agent.model.asked).containsExactly("groq/spare", "openai/small");

        agent.person(ALICE, "life1", Map.of(PersonFile.MODEL, "openai/large"));
        await(agent.send(ALICE, "2", "Hi"));

        assertThat(agent.model.asked).containsExactly("openai/small", "groq/spare");
    }
}
