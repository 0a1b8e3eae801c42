package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moltmates.agent.model.ModelFault;
import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.TurnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnTest {

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
    void answersWithOneReplyUnderTheMessagesId() {
        agent.model.says("Hello Alice.");

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.sent()).singleElement().satisfies(sent -> {
            assertThat(sent.id()).isEqualTo(sent.inReplyTo() + ".reply");
        });
        var reply = agent.log.replies().getFirst();
        assertThat(reply.text()).isEqualTo("Hello Alice.");
        assertThat(reply.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(reply.epoch()).isEqualTo(1);
        assertThat(reply.model()).isEqualTo("test/scripted");
        assertThat(reply.persona()).isEqualTo(TestAgent.MOLTY);
        assertThat(reply.usage().input()).isEqualTo(10);
    }

    @Test
    void tellsTheModelTheOperatorsInstructions() {
        agent.instructions("The office is closed on Fridays.");
        agent.model.says("Noted.");

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.model.requests.getLast().system().stable()).contains("The office is closed on Fridays.");
    }

    @Test
    void tellsTheModelWhatWasSaidBefore() {
        agent.model.says("Nice to meet you.").says("Alice.");

        await(agent.send(ALICE, "1", "I am Alice."));
        await(agent.send(ALICE, "2", "Who am I?"));

        assertThat(agent.model.requests.getLast().messages())
                .containsExactly(
                        new UserMessage("I am Alice."),
                        new AssistantMessage("Nice to meet you."),
                        new UserMessage("Who am I?"));
    }

    @Test
    void tellsTheModelWhatWasSaidBeforeARestart() {
        agent.model.says("Nice to meet you.");
        await(agent.send(ALICE, "1", "I am Alice."));
        agent.restart();

        await(agent.send(ALICE, "2", "Who am I?"));

        assertThat(agent.model.requests.getLast().messages())
                .contains(new UserMessage("I am Alice."), new AssistantMessage("Nice to meet you."));
        assertThat(agent.log.replies().getLast().epoch()).isEqualTo(2);
    }

    @Test
    void tellsNobodyWhatAnotherSaid() {
        agent.person(BOB);
        await(agent.send(ALICE, "1", "The canary is 4711."));

        await(agent.send(BOB, "1", "What is the canary?"));

        assertThat(agent.model.requests.getLast().messages()).containsExactly(new UserMessage("What is the canary?"));
    }

    @Test
    void promptHoldsThePersonaTheFilesAndTheContextOfThisMessageOnly() throws IOException {
        var files = agent.layout.person(ALICE);
        Files.writeString(files.user(), "Likes tea.");
        Files.writeString(files.memory(), "Born in Rome.");
        Files.createDirectories(files.dailyMemory());
        var today = LocalDate.now(java.time.ZoneId.systemDefault());
        Files.writeString(files.dailyMemory().resolve(today + ".md"), "Has a cold.");
        Files.writeString(files.dailyMemory().resolve(today.minusDays(5) + ".md"), "Long ago.");

        await(agent.send(ALICE, "1", "Hi"));

        var system = agent.model.requests.getFirst().system();
        assertThat(system.stable()).startsWith("You are Molty").contains("Likes tea.", "Born in Rome.", "exec");
        assertThat(system.changing()).contains("Has a cold.", "It is ").doesNotContain("Long ago.");
    }

    @Test
    void runsAToolAndTellsTheModelItsResult() {
        agent.model.asksFor("exec", "{\"command\":\"wc -l a.txt\"}").says("Three lines.");
        agent.log.sandbox = _ -> new SandboxOutcome.Completed(0, "3 a.txt", "", false);

        await(agent.send(ALICE, "1", "How many lines?"));

        var exec = agent.log.of(SandboxRequest.Exec.class).getFirst();
        assertThat(exec.id()).endsWith("#1.tool#1");
        assertThat(exec.line()).isEqualTo("wc -l a.txt");
        assertThat(agent.model.requests.getLast().messages())
                .endsWith(new ToolResultMessage("call1", "exec", "3 a.txt", false));
        assertThat(agent.log.replies().getFirst().tools()).singleElement().satisfies(tool -> {
            assertThat(tool.ok()).isTrue();
            assertThat(tool.output()).isEqualTo("3 a.txt");
        });
        assertThat(agent.log.of(SandboxRequest.Release.class)).hasSize(1);
    }

    @Test
    void tellsTheModelOfWrongArgumentsAndUnknownTools() {
        agent.model.asksFor("exec", "{\"command\":").asksFor("fly", "{}").says("Sorry.");

        await(agent.send(ALICE, "1", "Go"));

        assertThat(agent.model.requests.getLast().messages())
                .filteredOn(ToolResultMessage.class::isInstance)
                .allSatisfy(result ->
                        assertThat(((ToolResultMessage) result).isError()).isTrue())
                .extracting(message -> message.text().substring(0, 10))
                .containsExactly("The argume", "There is n");
        assertThat(agent.log.of(SandboxRequest.Exec.class)).isEmpty();
    }

    @Test
    void offersOnlyTheToolsThatAreAllowed() {
        agent.tools("read");
        agent.model.asksFor("exec", "{\"command\":\"cat x\"}").says("I can't.");

        await(agent.send(ALICE, "1", "Run cat"));

        assertThat(agent.model.requests.getFirst().tools())
                .extracting(tool -> tool.name())
                .containsExactly("read");
        assertThat(agent.log.of(SandboxRequest.Exec.class)).isEmpty();
    }

    @Test
    void stopsAfterTwentyFiveCalls() {
        for (int i = 0; i < 30; i++) {
            agent.model.asksFor("list", "{}");
        }

        await(agent.send(ALICE, "1", "Loop"));

        assertThat(agent.model.calls()).isEqualTo(25);
        assertThat(agent.log.replies().getFirst().text()).contains("25 steps");
    }

    @Test
    void everyFaultEndsInItsSentence() {
        var faults = List.of(
                new ModelFault.Truncated(),
                new ModelFault.Unauthorized(),
                new ModelFault.Unreachable(),
                new ModelFault.OutOfCredit());
        for (var fault : faults) {
            agent.model.fails(fault);
            await(agent.send(ALICE, fault.toString(), "Hi"));
        }

        assertThat(agent.log.replies())
                .allSatisfy(reply -> assertThat(reply.outcome()).isEqualTo(Outcome.FAILED))
                .extracting(reply -> reply.text())
                .containsExactlyElementsOf(
                        faults.stream().map(ModelFault::sentence).toList());
    }

    @Test
    void anEmptyAnswerIsAFailure() {
        agent.model.says("");

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.replies().getFirst().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void triesAgainWithLessWhenTheContextIsTooLong() {
        agent.model.fails(new ModelFault.ContextTooLong()).says("Fits.");

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.replies().getFirst().text()).isEqualTo("Fits.");
    }

    @Test
    void importsAttachmentsFirstAndTellsTheModelWhereTheyAre() {
        agent.log.sandbox = request -> request instanceof SandboxRequest.ImportFiles
                ? new SandboxOutcome.Imported(List.of("inbox/report.pdf"))
                : null;
        var message = TestAgent.message(
                ALICE, "1", "Read it", List.of(new Attachment("report.pdf", "application/pdf", 12_000, "0")));

        await(agent.accept(new TurnRequest(message)));

        assertThat(agent.model.requests.getFirst().messages())
                .containsExactly(new UserMessage("Read it\n[attached: inbox/report.pdf, 12 KB]"));
    }

    @Test
    void showsImagesToAModelThatSees() throws IOException {
        agent.log.sandbox = _ -> new SandboxOutcome.Imported(List.of("inbox/cat.png"));
        var message =
                TestAgent.message(ALICE, "1", "What is it?", List.of(new Attachment("cat.png", "image/png", 3, "0")));
        Files.createDirectories(agent.layout.blobs(message.id()));
        Files.write(agent.layout.blobs(message.id()).resolve("0"), new byte[] {1, 2, 3});

        await(agent.accept(new TurnRequest(message)));

        var sent = (UserMessage) agent.model.requests.getFirst().messages().getFirst();
        assertThat(sent.images())
                .singleElement()
                .satisfies(image -> assertThat(image.base64()).isEqualTo("AQID"));
    }

    @Test
    void handsTheMessageToOnboardingWhenTheDirectoryGoesInTheMiddleOfATurn() {
        agent.model.before(() -> {
            try {
                agent.remove(ALICE);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.sent()).isEmpty();
        assertThat(agent.log.of(OnboardingMessage.class)).singleElement().satisfies(handed -> {
            assertThat(handed.reason()).isEqualTo(OnboardingMessage.Reason.DIRECTORY_GONE);
            assertThat(handed.message().text()).isEqualTo("Hi");
        });
        assertThat(agent.log.of(SandboxRequest.CloseSession.class)).hasSize(1);
        assertThat(agent.layout.person(ALICE).directory()).doesNotExist();
    }

    @Test
    void handsTheMessageToOnboardingWhenTheDirectoryIsAnotherOne() {
        agent.model.before(() -> agent.person(ALICE, "life2"));

        await(agent.send(ALICE, "1", "Hi"));

        assertThat(agent.log.sent()).isEmpty();
        assertThat(agent.log.of(OnboardingMessage.class)).hasSize(1);
    }

    @Test
    void writesNothingLiveWhenNobodyWatches() {
        var seen = TestAgent.message(ALICE, "1", "Hi");
        var unseen = new io.moltmates.schema.InboundMessage(
                seen.id(), ALICE, seen.address(), "a", "Hi", List.of(), null, false, seen.receivedAt());
        agent.model.asksFor("list", "{}").says("done");

        await(agent.accept(new TurnRequest(unseen)));

        assertThat(agent.log.of(LiveEvent.class)).isEmpty();
    }

    @Test
    void showsToolsAndTypingInOrder() {
        agent.model.asksFor("list", "{}").says("done");

        await(agent.send(ALICE, "1", "Hi"));

        var events = agent.log.of(LiveEvent.class);
        assertThat(events).extracting(LiveEvent::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(events.getFirst()).isInstanceOf(LiveEvent.Typing.class);
        assertThat(events.getLast()).isInstanceOf(LiveEvent.Typing.class);
        assertThat(events).filteredOn(LiveEvent.ToolProgress.class::isInstance).hasSize(2);
    }

    @Test
    void showsTextWhileTheModelWrites() {
        var begun = new java.util.concurrent.CountDownLatch(1);
        agent.model.hangs(begun);

        var _ = agent.send(ALICE, "1", "Hi");

        await().untilAsserted(() -> assertThat(agent.log.of(LiveEvent.TextDelta.class))
                .extracting(LiveEvent.TextDelta::text)
                .containsExactly("so far"));
    }
}
