package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandRequest.ChangeSetting;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.TurnRecord.Control;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlsTest {

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

    private Notice answer(Control control, String argument) {
        await(agent.send(ALICE, control + argument, control, argument));
        return agent.log.of(Notice.class).getLast();
    }

    @Test
    void aNewSessionKnowsNothingOfTheOldOne() {
        await(agent.send(ALICE, "1", "Hi"));
        var _ = answer(Control.NEW, "");

        await(agent.send(ALICE, "2", "Again"));

        assertThat(agent.model.requests.getLast().messages()).hasSize(1);
    }

    @Test
    void showsTheModelsWithButtons() {
        var notice = answer(Control.MODEL, "");

        assertThat(notice.text()).contains("test/scripted", "test/other");
        assertThat(notice.buttons()).contains(new Button("test/other", "/model test/other"));
    }

    @Test
    void asksPersonaServiceToSetTheModel() {
        var notice = answer(Control.MODEL, "other");

        assertThat(notice.text()).contains("test/other");
        assertThat(agent.asked).isInstanceOfSatisfying(ChangeSetting.class, change -> {
            assertThat(change.name()).isEqualTo(PersonFile.MODEL);
            assertThat(change.value()).isEqualTo("test/other");
        });
    }

    @Test
    void tellsWhyAModelCouldNotBeSet() {
        agent.commandResult = new CommandResult.Failure("x", ALICE, "Not now.");

        assertThat(answer(Control.MODEL, "other").text()).isEqualTo("Not now.");
    }

    @Test
    void answersAnUnknownModelWithTheChoices() {
        assertThat(answer(Control.MODEL, "gpt-99").text()).contains("gpt-99", "test/scripted", "test/other");
    }

    @Test
    void saysThatSwitchingIsOff() {
        agent.set(settings -> settings.modelChoice(false));

        assertThat(answer(Control.MODEL, "other").text()).contains("off");
    }

    @Test
    void tellsAPersonWithoutAssistantSo() {
        await(agent.send(TestAgent.BOB, "1", Control.STATUS, ""));

        assertThat(agent.log.of(Notice.class).getLast().text()).contains("no assistant");
    }

    @Test
    void statusCountsTurnsAndTokens() {
        await(agent.send(ALICE, "1", "Hi"));
        await(agent.send(ALICE, "2", "Hi"));

        assertThat(answer(Control.STATUS, "").text()).contains("2 turns", "20 tokens read", "10 written");
    }
}
