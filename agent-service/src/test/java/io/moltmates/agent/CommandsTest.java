package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.agent.model.ModelFault;
import io.moltmates.agent.model.ModelRequest.ReasoningEffort;
import io.moltmates.schema.Address;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandRequest.ChangeSetting;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.SharedFile;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.config.LimitsConfig;
import io.moltmates.schema.config.PriceConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandsTest {

    private static final Address BOT = new Address("telegram", "first", "7", null);

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

    private void ask(String id) {
        await(agent.send(ALICE, id, "Hi " + id));
    }

    private void settings(String name, String value) {
        var _ = agent.person(ALICE, "life1", Map.of(name, value));
    }

    @Test
    void usageTellsTodayAndTheConversation() {
        var prices = Map.of("test/scripted", new PriceConfig(1_000, 2_000, null, null));
        agent.set(settings -> settings.limits(new LimitsConfig(0, 0, 0, Map.of(), prices)));
        ask("1");
        var _ = answer(Control.NEW, "");
        ask("2");

        assertThat(answer(Control.USAGE, "").text())
                .contains("Today (UTC): 30 tokens, $0.04", "1 turns, 10 tokens read, 5 tokens written, $0.02")
                .doesNotContain("not known");
    }

    @Test
    void usageNamesModelsWhosePriceIsNotKnown() {
        ask("1");

        assertThat(answer(Control.USAGE, "").text()).contains("price of test/scripted is not known", "$0.00");
    }

    @Test
    void limitsTellWhatIsUsedOfWhatMayBeUsed() {
        agent.set(settings -> settings.limits(20, 1000, 0));
        ask("1");

        assertThat(answer(Control.LIMITS, "").text())
                .contains("Messages a minute: 20", "15 of 1,000 used", "any sum", "00:00 UTC");
    }

    @Test
    void contextTellsHowFullTheWindowIs() {
        ask("1");

        assertThat(answer(Control.CONTEXT, "").text())
                .contains("of 100,000 tokens of test/scripted", "1 turns of this conversation");
    }

    @ParameterizedTest
    @EnumSource(names = {"STATUS", "USAGE", "LIMITS", "CONTEXT", "EXPORT", "MODEL", "THINK", "VERBOSE", "FORGET"})
    void commandsAreAnsweredWhileATurnRuns(Control control) throws InterruptedException {
        var begun = new CountDownLatch(1);
        agent.model.hangs(begun);
        var turn = agent.send(ALICE, "1", "Think long");
        begun.await();

        var _ = answer(control, "");

        assertThat(turn).isNotDone();
    }

    @Test
    void compactLetsAModelShortenAllButTheLastTurn() {
        ask("1");
        ask("2");
        ask("3");
        agent.model.says("They said hi twice.");

        var notice = answer(Control.COMPACT, "the names");
        ask("4");

        assertThat(notice.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(agent.model.requests.get(3).system().whole()).contains("the names");
        var last = agent.model.requests.getLast();
        assertThat(last.system().changing()).contains("They said hi twice.");
        assertThat(last.messages()).hasSize(3);
    }

    @Test
    void whatCompactTookIsCharged() {
        ask("1");
        ask("2");
        var _ = answer(Control.COMPACT, "");

        assertThat(answer(Control.USAGE, "").text()).contains("Today (UTC): 45 tokens");
    }

    @Test
    void compactSaysThatThereIsNothingToShorten() {
        ask("1");

        assertThat(answer(Control.COMPACT, "").text()).contains("nothing to shorten");
        assertThat(agent.model.calls()).isEqualTo(1);
    }

    @Test
    void compactLeavesTheConversationWhenTheModelFails() {
        ask("1");
        ask("2");
        agent.model.fails(new ModelFault.Unauthorized());

        assertThat(answer(Control.COMPACT, "").outcome()).isEqualTo(Outcome.FAILED);
        ask("3");
        assertThat(agent.model.requests.getLast().messages()).hasSize(5);
    }

    @Test
    void compactIsStoppedByStop() throws InterruptedException {
        ask("1");
        ask("2");
        var begun = new CountDownLatch(1);
        agent.model.hangs(begun);
        var compact = agent.send(ALICE, "compact", Control.COMPACT, "");
        begun.await();

        await(agent.send(ALICE, "stop", Control.STOP, ""));

        await(compact);
        assertThat(agent.log.of(Notice.class).stream().map(Notice::outcome)).contains(Outcome.STOPPED);
    }

    @Test
    void compactIsRefusedWhenTheDayIsUsedUp() {
        agent.set(settings -> settings.limits(0, 30, 0));
        ask("1");
        ask("2");

        assertThat(answer(Control.COMPACT, "").outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void exportGivesTheConversationAsText() {
        agent.model.says("Hello Alice.");
        ask("1");

        assertThat(answer(Control.EXPORT, "").text()).contains("alice", "Hi 1", "Molty", "Hello Alice.");
    }

    @Test
    void exportLeavesOutWhatWasSaidInEarlierConversations() {
        ask("1");
        var _ = answer(Control.NEW, "");
        ask("2");

        assertThat(answer(Control.EXPORT, "").text()).contains("Hi 2").doesNotContain("Hi 1");
    }

    @Test
    void exportIsAFileWhereABotSendsIt() {
        ask("1");
        var file = new Attachment("c.md", "text/markdown", 5, "c.md");
        agent.log.sandbox = request -> request instanceof SandboxRequest.ExportFile export
                        && export.id().equals(Ids.messageId(ALICE, "x"))
                ? new SandboxOutcome.Exported(file)
                : new SandboxOutcome.FileChanged("c.md", 5);

        await(agent.accept(new TurnControl(Ids.messageId(ALICE, "x"), ALICE, BOT, Control.EXPORT, "", Instant.now())));

        assertThat(agent.log.of(SharedFile.class))
                .singleElement()
                .satisfies(shared -> assertThat(shared.file()).isEqualTo(file));
        assertThat(agent.log.of(SandboxRequest.WriteFile.class).getFirst().content())
                .contains("Hi 1");
        assertThat(agent.log.of(SandboxRequest.DeleteFile.class)).hasSize(1);
    }

    @Test
    void forgetAsksFirst() {
        var notice = answer(Control.FORGET, "");

        assertThat(notice.buttons()).containsExactly(new Button("Forget", "/forget yes"));
        assertThat(agent.log.of(SandboxRequest.class)).isEmpty();
    }

    @Test
    void forgetEmptiesTheMemoryThroughTheSandboxAndBeginsAnew() {
        ask("1");
        agent.log.sandbox = request -> switch (request) {
            case SandboxRequest.ListFiles _ ->
                new SandboxOutcome.Listing(
                        "memory", List.of(new SandboxOutcome.Listing.Entry("2025-11-22.md", "file", 9)), false);
            case SandboxRequest.DeleteFile delete -> new SandboxOutcome.FileDeleted(delete.path(), 1);
            default -> new SandboxOutcome.FileChanged("x", 0);
        };

        var notice = answer(Control.FORGET, " Yes ");
        ask("2");

        assertThat(notice.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(agent.log.of(SandboxRequest.WriteFile.class))
                .extracting(SandboxRequest.WriteFile::path, SandboxRequest.WriteFile::content)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("USER.md", ""),
                        org.assertj.core.groups.Tuple.tuple("MEMORY.md", ""));
        assertThat(agent.log.of(SandboxRequest.DeleteFile.class))
                .extracting(SandboxRequest.DeleteFile::path)
                .containsExactly("memory/2025-11-22.md");
        assertThat(agent.model.requests.getLast().messages()).hasSize(1);
    }

    @Test
    void forgetTellsWhatCouldNotBeDeleted() {
        agent.log.sandbox = _ -> new SandboxOutcome.Refused("That is not possible.");

        var notice = answer(Control.FORGET, "yes");

        assertThat(notice.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(notice.text()).contains("That is not possible.");
    }

    @Test
    void thinkIsKeptByPersonaService() {
        var _ = answer(Control.THINK, "High");

        assertThat(agent.asked).isInstanceOfSatisfying(ChangeSetting.class, change -> {
            assertThat(change.name()).isEqualTo(PersonFile.THINK);
            assertThat(change.value()).isEqualTo("high");
        });
    }

    @Test
    void thinkNamesWhatItTakes() {
        assertThat(answer(Control.THINK, "deeply").text()).contains("low", "medium", "high");
    }

    @Test
    void thinkReachesTheModel() {
        settings(PersonFile.THINK, "low");

        ask("1");

        assertThat(agent.model.requests.getLast().reasoningEffort()).isEqualTo(ReasoningEffort.LOW);
    }

    @Test
    void verboseIsKeptByPersonaService() {
        var _ = answer(Control.VERBOSE, "off");

        assertThat(agent.asked)
                .isInstanceOfSatisfying(
                        ChangeSetting.class,
                        change -> assertThat(change.value()).isEmpty());
    }

    @Test
    void verboseAnswersBeginWithTheirTools() {
        settings(PersonFile.VERBOSE, "on");
        agent.model.asksFor("exec", "{\"command\":\"wc  notes.txt\"}").says("Done.");
        var plain = TestAgent.message(ALICE, "1", "Count");

        await(agent.accept(new TurnRequest(
                new InboundMessage(plain.id(), ALICE, BOT, "", "Count", List.of(), null, false, plain.receivedAt()))));

        assertThat(agent.log.replies().getLast().text()).isEqualTo("- exec `wc notes.txt`\n\nDone.");
    }

    @Test
    void answersOfTheWebChatComeWithoutThem() {
        settings(PersonFile.VERBOSE, "on");
        agent.model.asksFor("exec", "{\"command\":\"wc notes.txt\"}").says("Done.");

        ask("1");

        assertThat(agent.log.replies().getLast().text()).isEqualTo("Done.");
    }
}
