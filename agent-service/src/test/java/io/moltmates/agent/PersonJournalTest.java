package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.agent.PersonJournal.Found;
import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.TokenUsage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonJournalTest {

    @TempDir
    Path root;

    Path sessions;

    @BeforeEach
    void directory() {
        sessions = root.resolve("sessions");
    }

    private PersonJournal open(String writer) throws IOException {
        var journal = PersonJournal.open(sessions, "life1", new JournalOptions(writer, false, true));
        if (journal.session().isEmpty()) {
            journal.startSession("s1");
        }
        return journal;
    }

    static JournalLine.Request request(String clientId) {
        InboundMessage message = TestAgent.message(ALICE, clientId, "text of " + clientId);
        return new JournalLine.Request(message.id(), message);
    }

    static JournalLine.Outcome outcome(JournalLine.Request request, String text) {
        var message = request.message();
        return new JournalLine.Outcome(
                message.id(),
                new Reply(
                        message.id() + ".reply",
                        ALICE,
                        message.address(),
                        message.id(),
                        "s1",
                        1,
                        text,
                        Outcome.ANSWERED,
                        List.of(),
                        TokenUsage.NONE,
                        null,
                        null,
                        Instant.EPOCH),
                null);
    }

    private static JournalLine.Answer answer(JournalLine.Request request, int call, String text) {
        return new JournalLine.Answer(request.id(), call, text, List.of(), TokenUsage.NONE, "test/m");
    }

    private static String replyText(PersonJournal journal, JournalLine.Request request) throws IOException {
        return journal.find(request.id()) instanceof Found.Finished(Reply reply, var _) ? reply.text() : "none";
    }

    @Test
    void findsAnOutcomeAgainAfterAnotherWriterTookOver() throws IOException {
        var first = open("a");
        var request = request("1");
        first.append(request, answer(request, 1, "hello"), outcome(request, "hello"));

        var second = open("b");

        assertThat(replyText(second, request)).isEqualTo("hello");
        assertThat(second.epoch()).isEqualTo(2);
    }

    @Test
    void findsTheStepsOfAnUnfinishedTurn() throws IOException {
        var first = open("a");
        var request = request("1");
        first.append(request);
        first.append(answer(request, 1, "step one"));

        var found = open("b").find(request.id());

        assertThat(found).isInstanceOfSatisfying(Found.Unfinished.class, unfinished -> {
            assertThat(unfinished.log().answer(1)).isNotNull();
            assertThat(unfinished.log().answer(2)).isNull();
            assertThat(unfinished.log().attempts()).isEqualTo(1);
        });
    }

    @Test
    void toleratesATornLastLine() throws IOException {
        var first = open("a");
        var request = request("1");
        first.append(request, answer(request, 1, "whole"), outcome(request, "whole"));
        Files.writeString(
                sessions.resolve("s1.1.jsonl"), "{\"t\":\"request\",\"id\":\"m2\",\"mess", StandardOpenOption.APPEND);

        var second = open("b");
        var next = request("2");
        second.append(next, answer(next, 1, "after"), outcome(next, "after"));
        var third = open("c");

        assertThat(replyText(third, request)).isEqualTo("whole");
        assertThat(replyText(third, next)).isEqualTo("after");
        assertThat(third.conversation().closed()).hasSize(2);
    }

    @Test
    void whatAFrozenWriterWritesLaterDoesNotCount() throws IOException {
        var frozen = open("a");
        var request = request("1");
        frozen.append(request);
        var owner = open("b");
        owner.append(answer(request, 1, "true"), outcome(request, "true"));
        // the frozen one was past its last look when it was frozen: its bytes reach the file
        Files.write(
                sessions.resolve("s1.1.jsonl"),
                (new String(io.moltmates.schema.RecordCodec.write(outcome(request, "ghost")), StandardCharsets.UTF_8)
                                + "\n")
                        .getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.APPEND);

        var third = open("c");

        assertThat(replyText(third, request)).isEqualTo("true");
        assertThat(third.conversation().closed()).hasSize(1);
    }

    @Test
    void aWriterThatLostTheSessionIsTold() throws IOException {
        var frozen = open("a");
        var request = request("1");
        frozen.append(request);
        open("b").append(answer(request, 1, "x"));

        assertThatThrownBy(() -> frozen.append(outcome(request, "ghost")))
                .isInstanceOfSatisfying(
                        TurnEndedException.class,
                        ended -> assertThat(ended.reason()).isEqualTo(Reason.FENCED));
        assertThat(frozen.ours()).isFalse();
    }

    @Test
    void whoeverHadTheSessionIsToldAlsoWhenTheNextOneStartsANewSession() throws IOException {
        var frozen = open("a");
        frozen.append(request("1"));
        var owner = open("b");
        owner.startSession("s2");
        owner.append(request("2"));

        assertThatThrownBy(() -> frozen.append(request("3"))).isInstanceOf(TurnEndedException.class);
        assertThat(open("c").session()).contains("s2");
    }

    @Test
    void readsAgainWhenTheSessionGrewBeforeItWasTakenOver() throws IOException {
        var first = open("a");
        first.append(request("1"));
        var second = open("b");
        var late = request("2");
        first.append(late, outcome(late, "late"));

        assertThatThrownBy(() -> second.append(request("3")))
                .isInstanceOfSatisfying(
                        TurnEndedException.class,
                        ended -> assertThat(ended.reason()).isEqualTo(Reason.BEHIND));
        assertThatThrownBy(() -> first.append(request("4"))).isInstanceOf(TurnEndedException.class);
        assertThat(replyText(second, late)).isEqualTo("late");
        var again = open("b");
        again.append(request("3"));
        assertThat(replyText(again, late)).isEqualTo("late");
        assertThat(again.epoch()).isEqualTo(2);
    }

    @Test
    void aSegmentWhoseFirstLineCameLateCounts() throws IOException {
        open("a").append(request("1"));
        var between = sessions.resolve("s1.2.jsonl");
        Files.createFile(between);
        var third = open("c");
        Files.delete(between);
        var owner = open("b");
        var late = request("2");
        owner.append(late, outcome(late, "late"));

        assertThatThrownBy(() -> third.append(request("3"))).isInstanceOf(TurnEndedException.class);

        var again = open("c");
        again.append(request("3"));
        assertThat(replyText(again, late)).isEqualTo("late");
        assertThat(replyText(open("d"), late)).isEqualTo("late");
    }

    @Test
    void goesOnInTheSameFileForTheSameWriter() throws IOException {
        var first = open("a");
        first.append(request("1"));

        open("a").append(request("2"));

        assertThat(SegmentFiles.list(sessions)).containsExactly(new SegmentName("s1", 1));
    }

    @Test
    void aSegmentWithoutAFirstLineIsPassedOver() throws IOException {
        var first = open("a");
        var request = request("1");
        first.append(request, outcome(request, "kept"));
        Files.writeString(sessions.resolve("s1.2.jsonl"), "{\"t\":\"segm");

        var third = open("c");
        third.append(request("2"));

        assertThat(replyText(third, request)).isEqualTo("kept");
        assertThat(third.epoch()).isEqualTo(3);
    }

    @Test
    void skipsALineThatIsNoJson() throws IOException {
        var first = open("a");
        var request = request("1");
        first.append(request);
        Files.writeString(sessions.resolve("s1.1.jsonl"), "rubbish\n", StandardOpenOption.APPEND);
        var second = open("b");
        second.append(answer(request, 1, "fine"), outcome(request, "fine"));

        assertThat(open("c").conversation().closed())
                .singleElement()
                .satisfies(turn -> assertThat(turn.messages()).hasSize(2));
    }

    @Test
    void neverMakesThePersonsDirectory() throws IOException {
        var gone = PersonJournal.open(root.resolve("nobody/sessions"), "life1", new JournalOptions("a", false, true));
        gone.startSession("s1");

        assertThatThrownBy(() -> gone.append(request("1")))
                .isInstanceOfSatisfying(
                        TurnEndedException.class,
                        ended -> assertThat(ended.reason()).isEqualTo(Reason.GONE));
        assertThat(root.resolve("nobody")).doesNotExist();
    }

    @Test
    void syncedLinesAreThere() throws IOException {
        var journal = PersonJournal.open(sessions, "life1", new JournalOptions("a", true, true));
        journal.startSession("s1");
        journal.append(request("1"));

        assertThat(Files.readAllLines(sessions.resolve("s1.1.jsonl"))).hasSize(2);
    }

    @Test
    void aSummaryStandsForTheTurnsBefore() throws IOException {
        var first = open("a");
        for (int i = 0; i < 5; i++) {
            var request = request("m" + i);
            first.append(request, answer(request, 1, "a" + i), outcome(request, "a" + i));
        }
        long kept = first.conversation().closed().get(3).place();
        first.append(first.summary("m", new Summarizer.Written("they talked", TokenUsage.NONE, null), kept));
        var more = request("more");
        first.append(more, answer(more, 1, "yes"), outcome(more, "yes"));

        var read = open("b").conversation();

        assertThat(read.summary()).isEqualTo("they talked");
        assertThat(read.closed()).hasSize(3).isNotEmpty();
        assertThat(first.conversation().closed()).hasSize(3);
    }
}
