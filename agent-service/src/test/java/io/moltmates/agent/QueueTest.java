package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moltmates.agent.model.ModelMessage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import io.moltmates.agent.model.ModelRequest;
import io.moltmates.schema.Address;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandRequest.ChangeSetting;
import io.moltmates.schema.CommandRequest.GetHistory;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.GroupPart;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.QueueConfig.Drop;
import io.moltmates.schema.config.QueueConfig.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueueTest {

    private static final Address BOT = new Address("telegram", "first", "7", null);

    @TempDir
    Path root;

    TestAgent agent;
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        agent.close();
    }

    private static InboundMessage message(String id, List<Attachment> files, UserId sender) {
        var group = sender.equals(ALICE) ? null : new GroupPart(sender, "Group", true, false);
        return new InboundMessage(
                Ids.messageId(ALICE, id),
                ALICE,
                BOT,
                "",
                "text " + id,
                files,
                null,
                false,
                Instant.now(),
                group,
                null,
                null,
                List.of());
    }

    private CompletableFuture<Void> send(String id) {
        return agent.accept(new TurnRequest(message(id, List.of(), ALICE)));
    }

    /// A turn that waits for the gate.
    private CompletableFuture<Void> busy() throws InterruptedException {
        agent.model.before(() -> {
            begun.countDown();
            try {
                var _ = gate.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        var first = send("1");
        begun.await();
        return first;
    }

    private void all(List<CompletableFuture<Void>> sent) {
        gate.countDown();
        sent.forEach(TestAgent::await);
    }

    private List<String> answered() {
        return agent.log.replies().stream().map(Reply::inReplyTo).toList();
    }

    private static String id(String id) {
        return Ids.messageId(ALICE, id);
    }

    private static List<String> said(ModelRequest request) {
        return request.messages().stream()
                .filter(UserMessage.class::isInstance)
                .map(message -> ((UserMessage) message).text())
                .toList();
    }

    private static ModelMessage last(ModelRequest request) {
        return request.messages().getLast();
    }

    @Test
    void whatWaitedBecomesOneTurnWithOneAnswerToTheLast() throws Exception {
        var sent = new ArrayList<>(List.of(busy(), send("2"), send("3"), send("4")));

        all(sent);

        assertThat(answered()).containsExactly(id("1"), id("4"));
        assertThat(last(agent.model.requests.getLast())).isEqualTo(new UserMessage("text 2\n\ntext 3\n\ntext 4"));
    }

    @Test
    void eachMessageOfTheWebChatIsAnswered() throws Exception {
        var sent = new ArrayList<>(List.of(busy()));
        for (String id : List.of("2", "3")) {
            sent.add(agent.send(ALICE, id, "Hi"));
        }

        all(sent);

        assertThat(answered()).containsExactly(id("1"), id("2"), id("3"));
    }

    @Test
    void writersOfAGroupAreNotTakenForOneAnother() throws Exception {
        var sent = new ArrayList<>(List.of(busy(), send("2")));
        sent.add(agent.accept(new TurnRequest(message("3", List.of(), BOB))));

        all(sent);

        assertThat(answered()).containsExactly(id("1"), id("2"), id("3"));
    }

    @Test
    void commandsBetweenKeepTheirPlace() throws Exception {
        var sent = new ArrayList<>(List.of(busy(), send("2")));
        sent.add(agent.send(ALICE, "new", Control.NEW, ""));
        sent.add(send("3"));

        all(sent);

        assertThat(answered()).containsExactly(id("1"), id("2"), id("3"));
        assertThat(said(agent.model.requests.getLast())).containsExactly("text 3");
    }

    @Test
    void aFileIsTheLastOfItsTurn() throws Exception {
        agent.log.sandbox = _ -> new SandboxOutcome.Imported(List.of("inbox/a.txt"));
        var sent = new ArrayList<>(List.of(busy(), send("2")));
        var file = new Attachment("a.txt", "text/plain", 3, "a.txt");
        sent.add(agent.accept(new TurnRequest(message("3", List.of(file), ALICE))));
        sent.add(send("4"));

        all(sent);

        assertThat(answered()).containsExactly(id("1"), id("3"), id("4"));
        assertThat(said(agent.model.requests.get(1)).getLast()).startsWith("text 2\n\ntext 3\n[attached: inbox/a.txt");
    }

    @Test
    void whatWasJoinedIsAnsweredOnceAfterACrash() throws Exception {
        var _ = busy();
        var _ = send("2");
        var _ = send("3");
        agent.model.says("one").hangs(new CountDownLatch(1));
        gate.countDown();
        await().untilAsserted(() -> assertThat(agent.model.calls()).isEqualTo(2));
        agent.restart();

        List.of(send("1"), send("2"), send("3"), send("4")).forEach(TestAgent::await);

        assertThat(answered().stream().distinct()).containsExactly(id("1"), id("3"), id("4"));
        assertThat(agent.model.calls()).isEqualTo(4);
        assertThat(said(agent.model.requests.getLast())).containsExactly("text 1", "text 2\n\ntext 3", "text 4");
    }

    @Test
    void historyShowsEachMessage() throws Exception {
        all(new ArrayList<>(List.of(busy(), send("2"), send("3"))));

        var items = new Histories(agent.people)
                .history(new GetHistory("h", ALICE, 20))
                .items();

        assertThat(items.stream().map(Item::messageId).distinct()).containsExactlyInAnyOrder(id("1"), id("2"), id("3"));
    }

    @Test
    void aPersonWhoGoesOnWritingIsWaitedFor() throws Exception {
        agent.set(settings -> settings.queue(Mode.COLLECT, Duration.ofSeconds(3), 20, Drop.NEW));
        var first = busy();
        var sent = new ArrayList<>(List.of(first, send("2")));
        gate.countDown();
        await(first);
        sent.add(send("3"));

        all(sent);

        assertThat(answered()).containsExactly(id("1"), id("3"));
    }

    @Test
    void steeringPutsAMessageBehindTheResultOfTheToolThatRuns() {
        agent.set(settings -> settings.queue(Mode.STEER));
        agent.model.asksFor("exec", "{\"command\":\"ls\"}");
        var second = new ArrayList<CompletableFuture<Void>>();
        agent.log.sandbox = _ -> {
            second.add(send("2"));
            return new SandboxOutcome.Completed(0, "a.txt", "", false);
        };

        await(send("1"));

        second.forEach(TestAgent::await);
        assertThat(answered()).containsExactly(id("1"));
        assertThat(last(agent.model.requests.getLast())).isEqualTo(new UserMessage("text 2"));
        assertThat(agent.model.requests.getLast().messages().get(2)).isInstanceOf(ToolResultMessage.class);
    }

    @Test
    void whatComesTooLateForSteeringIsTheNextTurn() throws Exception {
        agent.set(settings -> settings.queue(Mode.STEER));

        all(new ArrayList<>(List.of(busy(), send("2"))));

        assertThat(answered()).containsExactly(id("1"), id("2"));
    }

    @Test
    void whatWasSteeredIsSaidOnceAfterACrash() {
        agent.set(settings -> settings.queue(Mode.STEER));
        agent.model.asksFor("exec", "{\"command\":\"ls\"}").hangs(begun);
        agent.log.sandbox = _ -> {
            var _ = send("2");
            return new SandboxOutcome.Completed(0, "a.txt", "", false);
        };
        var _ = send("1");
        await().untilAsserted(() -> assertThat(begun.getCount()).isZero());
        agent.restart();

        List.of(send("1"), send("2"), send("3")).forEach(TestAgent::await);

        assertThat(answered().stream().distinct()).containsExactly(id("1"), id("3"));
        assertThat(said(agent.model.requests.getLast())).containsExactly("text 1", "text 2", "text 3");
    }

    @Test
    void eachIsAnsweredInItsTurnWhereThatIsWanted() throws Exception {
        agent.set(settings -> settings.queue(Mode.FOLLOWUP));

        all(new ArrayList<>(List.of(busy(), send("2"), send("3"))));

        assertThat(answered()).containsExactly(id("1"), id("2"), id("3"));
    }

    @Test
    void aMessageInterruptsTheTurnWhereThatIsWanted() throws Exception {
        agent.set(settings -> settings.queue(Mode.INTERRUPT));
        agent.model.hangs(begun);
        var first = send("1");
        begun.await();

        await(send("2"));

        await(first);
        assertThat(agent.log.replies()).extracting(Reply::outcome).containsExactly(Outcome.STOPPED, Outcome.ANSWERED);
    }

    @Test
    void theNewestIsRefusedWhenTooManyWait() throws Exception {
        agent.set(settings -> settings.queue(Mode.FOLLOWUP, Duration.ZERO, 1, Drop.NEW));
        var first = busy();
        var second = send("2");

        await(send("3"));

        assertThat(agent.log.replies()).singleElement().satisfies(reply -> {
            assertThat(reply.inReplyTo()).isEqualTo(id("3"));
            assertThat(reply.outcome()).isEqualTo(Outcome.REFUSED);
        });
        all(new ArrayList<>(List.of(first, second)));
    }

    @Test
    void theOldestIsRefusedWhereThatIsWanted() throws Exception {
        agent.set(settings -> settings.queue(Mode.FOLLOWUP, Duration.ZERO, 1, Drop.OLD));
        var first = busy();
        var second = send("2");
        var third = send("3");

        await(second);

        assertThat(agent.log.replies()).singleElement().satisfies(reply -> {
            assertThat(reply.inReplyTo()).isEqualTo(id("2"));
            assertThat(reply.outcome()).isEqualTo(Outcome.REFUSED);
        });
        all(new ArrayList<>(List.of(first, third)));
        assertThat(answered()).containsExactly(id("2"), id("1"), id("3"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"COLLECT", "FOLLOWUP"})
    void theOldestAreKeptAsLinesWhereThatIsWanted(Mode mode) throws Exception {
        agent.set(settings -> settings.queue(mode, Duration.ZERO, 1, Drop.SUMMARIZE));
        var first = busy();
        var second = agent.accept(
                new TurnRequest(message("2", List.of(new Attachment("a.pdf", "application/pdf", 1, "0")), ALICE)
                        .withText("two\nlines " + "x".repeat(500))));
        var third = send("3");
        var fourth = send("4");

        all(new ArrayList<>(List.of(first, second, third, fourth)));

        assertThat(answered()).containsExactly(id("1"), id("4"));
        assertThat(agent.model.requests.getLast().messages().getLast().text())
                .startsWith("- [in short, since too many waited] two lines xxx")
                .contains("… [cut] [and a file, left out]\n\n- [in short, since too many waited] text 3\n\ntext 4");
    }

    @Test
    void whatWasKeptAsALineIsNotAnsweredAgain() throws Exception {
        agent.set(settings -> settings.queue(Mode.FOLLOWUP, Duration.ZERO, 1, Drop.SUMMARIZE));
        var first = busy();
        var second = send("2");
        var third = send("3");
        all(new ArrayList<>(List.of(first, second, third)));
        agent.restart();

        await(send("2"));

        assertThat(agent.model.calls()).isEqualTo(2);
        assertThat(agent.log.replies().getLast().inReplyTo()).isEqualTo(id("3"));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void aPersonMayChooseForOneConversation(Mode mode) {
        await(send("1"));
        String name = mode.name().toLowerCase(java.util.Locale.ROOT);

        await(agent.send(ALICE, "q", Control.QUEUE, name));

        assertThat(agent.asked).isInstanceOfSatisfying(ChangeSetting.class, change -> {
            assertThat(change.name()).isEqualTo(PersonFile.QUEUE);
            assertThat(change.value()).startsWith(name + "@s");
        });
    }

    @Test
    void whatAPersonChoseHoldsInThatConversationOnly() {
        var _ = agent.person(ALICE, "life1", Map.of(PersonFile.QUEUE, "steer@s1"));
        var person = agent.people;

        assertThat(find(person).queueMode("s1", Mode.COLLECT)).isEqualTo(Mode.STEER);
        assertThat(find(person).queueMode("s2", Mode.COLLECT)).isEqualTo(Mode.COLLECT);
    }

    private static Person find(People people) {
        try {
            return people.find(ALICE).orElseThrow();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
