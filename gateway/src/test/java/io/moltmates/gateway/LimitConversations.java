package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.telegram.ChatDouble;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What people read who come near their limits, and reach them. A turn takes 101 tokens, and ten cents.
abstract class LimitConversations {

    private final TelegramStage stage;

    LimitConversations(TelegramStage stage) {
        this.stage = stage;
    }

    @Test
    void aDaysTokensComeToAnEndWithNotice() {
        endsWithNotice(
                stage.person(1201), "You have used 80 % of today's 250 tokens", "today's 250 tokens are used up");
    }

    @Test
    void aDaysMoneyComesToAnEndWithNotice() {
        endsWithNotice(
                stage.person(1202),
                "You have used 83 % of today's $0.24 for models",
                "today's $0.24 for models are used up");
    }

    private void endsWithNotice(ChatDouble chat, String near, String end) {
        assertThat(stage.ask(chat, "<<say one>>")).isEqualTo("one");
        assertThat(stage.ask(chat, "<<say two>>")).isEqualTo("two");
        assertThat(stage.await(chat, 5).plain()).startsWith(near).contains("The next day begins at 00:00 UTC");
        assertThat(stage.ask(chat, "<<say three>>")).isEqualTo("three");
        assertThat(stage.await(chat, 7).plain()).startsWith("With this, " + end);

        assertThat(stage.ask(chat, "<<say never>>"))
                .contains(Character.toUpperCase(end.charAt(0)) + end.substring(1))
                .contains("Please send this again");

        assertThat(stage.ask(chat, "/limits")).contains("used");
        assertThat(stage.provider().calls("<<say never>>")).isZero();
    }

    @Test
    void whoWritesTooFastIsToldWhenToWriteAgain() {
        var chat = stage.person(1203);
        stage.ask(chat, "<<say one>>");
        stage.ask(chat, "<<say two>>");

        assertThat(stage.ask(chat, "<<say too fast>>"))
                .matches(
                        "That is more than 2 messages in a minute; please wait \\d+ seconds? and send this one again\\.");
        assertThat(stage.ask(chat, "/whoami")).contains("telegram_1203");
    }

    @Test
    void inAGroupTheSpeakersLimitsCount() {
        var group = stage.group(-2005);
        for (String word : List.of("one", "two")) {
            group.write(1204, TelegramStage.toBot("<<say " + word + ">>"));
            stage.await(group, word.equals("one") ? 1 : 3);
        }
        assertThat(group.sent().get(2).plain()).startsWith("With this, today's 150 tokens are used up");
        group.write(1204, TelegramStage.toBot("<<say three>>"));
        assertThat(stage.await(group, 4).plain()).startsWith("Today's 150 tokens are used up");

        group.write(22, TelegramStage.toBot("<<say others>>"));

        assertThat(stage.await(group, 5).plain()).isEqualTo("others");
    }
}
