package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.telegram.ChatDouble;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of messages that come while an answer is made.
abstract class QueueConversations {

    private final TelegramStage stage;

    QueueConversations(TelegramStage stage) {
        this.stage = stage;
    }

    @Test
    void collectedOnesAreOneMessage() {
        var chat = stage.person();
        busy(chat, "<<think 1500>> <<say first>> collected");
        chat.write("one more thing");
        chat.write("<<say both>>");

        assertThat(answers(chat, 2)).containsExactly("first", "both");
        assertThat(stage.lastRequest()).contains("one more thing");
        assertThat(stage.ask(chat, "<<say next>>")).isEqualTo("next");
    }

    @Test
    void steeringOnesGoIntoTheAnswerThatIsMade() {
        var chat = inMode("steer");
        busy(chat, "<<think 1500>> <<tool list {}>> steered");
        chat.write("<<say turned>>");

        assertThat(answers(chat, 2).getLast()).isEqualTo("turned");
        assertThat(stage.lastRequest()).contains("steered").contains("<<say turned>>");
        assertThat(stage.ask(chat, "<<say next>>")).isEqualTo("next");
    }

    @Test
    void followingOnesAreAnsweredOneByOne() {
        var chat = inMode("followup");
        busy(chat, "<<think 1500>> <<say first>> followed");
        chat.write("<<say second>>");
        chat.write("<<say third>>");

        assertThat(answers(chat, 4)).endsWith("first", "second", "third");
    }

    @Test
    void interruptingOnesStopTheAnswerThatIsMade() {
        var chat = inMode("interrupt");
        busy(chat, "<<slow 1000>> <<say one two three four five six seven eight nine ten eleven twelve>> interrupted");
        chat.write("<<say instead>>");

        var said = answers(chat, 3);
        assertThat(said.getLast()).isEqualTo("instead");
        assertThat(said.get(1)).doesNotContain("twelve");
    }

    private ChatDouble inMode(String mode) {
        var chat = stage.person();
        assertThat(stage.ask(chat, "/queue " + mode)).startsWith("In this conversation");
        return chat;
    }

    private void busy(ChatDouble chat, String text) {
        chat.write(text);
        stage.awaitAsked(text);
    }

    /// What was said since the persona was chosen.
    private List<String> answers(ChatDouble chat, int count) {
        stage.await(chat, 2 + count);
        return chat.sent().stream().skip(2).map(ChatDouble.Sent::plain).toList();
    }
}
