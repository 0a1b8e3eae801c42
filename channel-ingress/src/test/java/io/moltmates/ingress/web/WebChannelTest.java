package io.moltmates.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.ingress.DeliveryOutcome;
import io.moltmates.schema.Address;
import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.CommandResult.Role;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent.TextDelta;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.TokenUsage;
import io.moltmates.schema.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebChannelTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final WebChannel channel = new WebChannel();

    @Test
    void showsHowAnAnswerGrowsToThePersonAlone() {
        var alice = page("alice");
        var bob = page("bob");
        begin(alice, bob);
        channel.progress(delta("alice", 1, "Hello"));

        assertThat(alice.frames).last().asString().contains("\"type\":\"delta\"", "Hello");
        assertThat(bob.frames).noneMatch(frame -> frame.contains("Hello"));
    }

    @Test
    void givesAPageThatLoadsInTheMiddleTheTextSoFar() {
        channel.progress(delta("alice", 1, "Hel"));
        channel.progress(delta("alice", 2, "lo"));
        var page = page("alice");
        begin(page);

        assertThat(page.frames)
                .singleElement()
                .asString()
                .contains("\"drafts\":[{\"turn\":\"m1\",\"attempt\":1,\"seq\":2", "\"text\":\"Hello\"");
    }

    @Test
    void givesAPageThatLoadsInTheMiddleTheQuestionThatNoHistoryHasYet() {
        var first = page("alice");
        begin(first);
        channel.accepted(first.socket, "c1", question());
        var second = page("alice");
        begin(second);

        assertThat(second.frames).singleElement().asString().contains("What time is it?");
    }

    @Test
    void holdsBackWhatIsSaidUntilTheHistoryIsThere() {
        var page = page("alice");
        channel.progress(delta("alice", 1, "Hel"));
        channel.deliver(reply("alice"));
        assertThat(page.frames).isEmpty();

        begin(page);
        assertThat(page.frames).hasSize(2);
        assertThat(page.frames.getFirst()).contains("\"type\":\"history\"", "\"drafts\":[]");
        assertThat(page.frames.getLast()).contains("\"type\":\"message\"", "Noon.");
    }

    @Test
    void bringsNoDraftBackAfterTheFinalAnswer() {
        var page = page("alice");
        begin(page);
        channel.deliver(reply("alice"));
        channel.progress(delta("alice", 9, "late"));

        assertThat(page.frames).noneMatch(frame -> frame.contains("late"));
    }

    @Test
    void showsAMessageOnThePersonsOtherPages() {
        var first = page("alice");
        var second = page("alice");
        begin(first, second);
        channel.accepted(first.socket, "c1", question());

        assertThat(first.frames).last().isEqualTo("{\"type\":\"accepted\",\"id\":\"c1\",\"messageId\":\"m1\"}");
        assertThat(second.frames).last().asString().contains("\"type\":\"message\"", "What time is it?");
    }

    @Test
    void showsWhatCameInByAnotherReplica() {
        var page = page("alice");
        var bob = page("bob");
        begin(page, bob);
        channel.overheard(inbound());
        channel.overheard(inbound());

        assertThat(page.frames)
                .filteredOn(frame -> frame.contains("What time is it?"))
                .hasSize(1);
        assertThat(bob.frames).noneMatch(frame -> frame.contains("What time is it?"));
        var later = page("alice");
        begin(later);
        assertThat(later.frames).singleElement().asString().contains("What time is it?");
    }

    @Test
    void showsAMessageOfItsOwnOnceThoughItHearsItToo() {
        var first = page("alice");
        var second = page("alice");
        begin(first, second);
        channel.sending("m1");
        channel.overheard(inbound());
        channel.accepted(first.socket, "c1", question());
        channel.overheard(inbound());

        assertThat(first.frames).noneMatch(frame -> frame.contains("What time is it?"));
        assertThat(second.frames)
                .filteredOn(frame -> frame.contains("What time is it?"))
                .hasSize(1);
    }

    @Test
    void doesNotAskAnewWhatWasAnswered() {
        var page = page("alice");
        begin(page);
        channel.deliver(reply("alice"));
        channel.overheard(inbound());

        assertThat(page.frames).noneMatch(frame -> frame.contains("What time is it?"));
    }

    @Test
    void saysThatATextHasABeginningThatItDidNotSee() {
        channel.progress(delta("alice", 7, "lo"));
        var page = page("alice");
        begin(page);

        assertThat(page.frames).singleElement().asString().contains("\"text\":\"… lo\"");
    }

    @Test
    void saysThatNobodyWasThere() {
        assertThat(channel.deliver(reply("alice")).toCompletableFuture())
                .isCompletedWithValue(new DeliveryOutcome.Unattended());
    }

    @Test
    void closesAPageThatReadsTooSlowly() {
        var link = new FakeLink(false);
        var outbox = new Outbox(link, 100);
        outbox.send("x".repeat(60));
        outbox.send("x".repeat(60));

        assertThat(link.closed).containsExactly(1013);
        assertThat(outbox.send("more")).isFalse();
    }

    @Test
    void givesAReasonThatFitsIntoTheProtocol() {
        var link = new FakeLink(true);
        new Outbox(link, 100).close(4403, "ä".repeat(200));

        assertThat(link.reasons)
                .singleElement()
                .satisfies(reason ->
                        assertThat(reason.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(100, 123));
    }

    private void begin(FakePage... pages) {
        for (var page : pages) {
            channel.begin(page.socket, List.of(), List.of());
        }
    }

    private FakePage page(String name) {
        var link = new FakeLink(true);
        var page = new FakePage(new OpenSocket(name, new Outbox(link, 1 << 20)), link.frames);
        channel.open(page.socket);
        return page;
    }

    private static InboundMessage inbound() {
        return new InboundMessage(
                "m1",
                UserId.of("web", "alice"),
                Address.of("web", "alice"),
                "alice",
                "What time is it?",
                List.of(),
                null,
                true,
                NOON);
    }

    private static Item question() {
        return new Item("m1", "m1", Role.USER, "What time is it?", NOON, List.of(), List.of(), List.of(), null, null);
    }

    private static TextDelta delta(String name, long sequence, String text) {
        return new TextDelta(UserId.of("web", name), Address.of("web", name), "m1", 1, 1, sequence, text);
    }

    private static Reply reply(String name) {
        return new Reply(
                "m1.reply",
                UserId.of("web", name),
                Address.of("web", name),
                "m1",
                "s1",
                1,
                "Noon.",
                Outcome.ANSWERED,
                List.of(),
                TokenUsage.NONE,
                null,
                null,
                NOON);
    }

    private record FakePage(OpenSocket socket, List<String> frames) {}

    private static final class FakeLink implements Outbox.Link {
        final List<String> frames = new ArrayList<>();
        final List<Integer> closed = new ArrayList<>();
        final List<String> reasons = new ArrayList<>();
        private final boolean reads;

        FakeLink(boolean reads) {
            this.reads = reads;
        }

        @Override
        public void send(String frame, Runnable sent) {
            frames.add(frame);
            if (reads) {
                sent.run();
            }
        }

        @Override
        public void close(int code, String reason) {
            closed.add(code);
            reasons.add(reason);
        }
    }
}
