package io.moltmates.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.Quote;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QuotingTest {

    private static InboundMessage message(@Nullable Quote quote) {
        return new InboundMessage(
                "m1",
                UserId.of("telegram", "7"),
                Address.of("telegram", "7"),
                "Anna",
                "why?",
                List.of(),
                null,
                true,
                Instant.EPOCH,
                null,
                quote,
                null,
                List.of());
    }

    @Test
    void leavesWordsAloneThatAnswerNothing() {
        assertThat(Quoting.text(message(null))).isEqualTo("why?");
    }

    @Test
    void saysWhatIsAnsweredAndWhose() {
        assertThat(Quoting.text(message(new Quote(Quote.Kind.REPLY, "Molty", "it is so"))))
                .isEqualTo("[In answer to Molty: it is so]\nwhy?");
    }

    @Test
    void saysWhoseIsPassedOn() {
        assertThat(Quoting.text(message(new Quote(Quote.Kind.FORWARD, "", ""))))
                .isEqualTo("[Passed on from somebody:]\nwhy?");
    }

    @Test
    void isNotLostWhenTheJournalIsReadBack() throws IOException {
        assertThat(isReadAsPlainWords(message(null))).isTrue();
        assertThat(isReadAsPlainWords(message(new Quote(Quote.Kind.FORWARD, "", ""))))
                .isFalse();
    }

    private static boolean isReadAsPlainWords(InboundMessage message) throws IOException {
        byte[] line = RecordCodec.write(new JournalLine.Request(message.id(), message));
        return ConversationReader.plain(new Conversation(), line, 0, line.length, 0);
    }
}
