package io.moltmates.ingress.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.ingress.DeliveryOutcome;
import io.moltmates.ingress.api.ApiChannel.Joined;
import io.moltmates.schema.Address;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiChannelTest {

    private final ApiChannel channel = new ApiChannel();

    @Test
    void answersAllRequestsThatAskedTheSame() {
        var first = new FakeRequest("api_bob");
        var second = new FakeRequest("api_bob");

        assertThat(channel.join("m1", "hi", first)).isEqualTo(Joined.FIRST);
        assertThat(channel.join("m1", "hi", second)).isEqualTo(Joined.ATTACHED);
        channel.deliver(notice("m1", Outcome.ANSWERED));
        assertThat(first.endings).hasSize(1);
        assertThat(second.endings).hasSize(1);
        assertThat(channel.held()).isZero();
    }

    @Test
    void doesNotMixTwoMessagesUnderOneKey() {
        channel.join("m1", "hi", new FakeRequest("api_bob"));

        assertThat(channel.join("m1", "bye", new FakeRequest("api_bob"))).isEqualTo(Joined.DIFFERENT);
    }

    @Test
    void doesNotMixTwoMessagesUnderOneKeyOfWhichAnotherReplicaGotTheFirst() {
        channel.overheard(inbound("hi"));

        assertThat(channel.join("m1", words("bye") + "\0[]", new FakeRequest("api_bob")))
                .isEqualTo(Joined.DIFFERENT);
        assertThat(channel.join("m1", words("hi") + "\0[]", new FakeRequest("api_bob")))
                .isEqualTo(Joined.FIRST);
        channel.deliver(notice("m1", Outcome.ANSWERED));
        assertThat(channel.join("m1", words("bye") + "\0[]", new FakeRequest("api_bob")))
                .as("from now on the recorded answer counts")
                .isEqualTo(Joined.FIRST);
    }

    private static String words(String text) {
        return ApiChannel.words(UserId.of("api", "bob"), text, null);
    }

    private static InboundMessage inbound(String text) {
        return new InboundMessage(
                "m1",
                UserId.of("api", "bob"),
                Address.of("api", "bob"),
                "bob",
                text,
                List.of(),
                null,
                true,
                Instant.EPOCH);
    }

    @Test
    void waitsOnWhenSomethingIsSaidOnTheWay() {
        var request = new FakeRequest("api_bob");
        channel.join("m1", "hi", request);

        assertThat(channel.deliver(notice("m1", null)).toCompletableFuture())
                .isCompletedWithValue(new DeliveryOutcome.Unattended());
        assertThat(request.endings).isEmpty();
        assertThat(channel.held()).isEqualTo(1);
    }

    @Test
    void forgetsARequestWhoseClientIsGone() {
        var request = new FakeRequest("api_bob");
        channel.join("m1", "hi", request);
        channel.leave("m1", request);
        channel.leave("m1", request);

        assertThat(channel.held()).isZero();
        assertThat(channel.deliver(notice("m1", Outcome.ANSWERED)).toCompletableFuture())
                .isCompletedWithValue(new DeliveryOutcome.Unattended());
    }

    @Test
    void boundsTheRequestsOfOnePersonAndNotOfOthers() {
        for (int message = 0; message < 200; message++) {
            channel.join("m" + message, "hi", new FakeRequest("api_bob"));
        }

        assertThat(channel.join("m-more", "hi", new FakeRequest("api_bob"))).isEqualTo(Joined.TOO_MANY_OF_ONE);
        assertThat(channel.join("m-other", "hi", new FakeRequest("api_eve"))).isEqualTo(Joined.FIRST);
    }

    private static Notice notice(String inReplyTo, @Nullable Outcome outcome) {
        return new Notice(
                inReplyTo + ".notice",
                UserId.of("api", "bob"),
                Address.of("api", "bob"),
                inReplyTo,
                "Done.",
                List.of(),
                outcome,
                null,
                Instant.EPOCH);
    }

    private static final class FakeRequest implements ApiChannel.HeldRequest {
        final List<OutboundMessage> endings = new ArrayList<>();
        private final String person;

        FakeRequest(String person) {
            this.person = person;
        }

        @Override
        public String person() {
            return person;
        }

        @Override
        public void grows(LiveEvent event) {}

        @Override
        public void ends(OutboundMessage message) {
            endings.add(message);
        }

        @Override
        public void fails(ApiError error) {}

        @Override
        public void ticks() {}
    }
}
