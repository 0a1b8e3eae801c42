package io.moltmates.gateway;

import static io.moltmates.gateway.TelegramStage.toBot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.benchmarks.telegram.BotApiDouble;
import io.moltmates.benchmarks.telegram.ChatDouble;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What a group reads whose assistant the bot is. Persons 21 to 23 are members, 28 is an administrator.
abstract class GroupConversations {

    private static final long ADMIN = 28;

    private final TelegramStage stage;

    GroupConversations(TelegramStage stage) {
        this.stage = stage;
    }

    @Test
    void itAnswersWhatIsSaidToItAndKnowsWhoSaidWhat() {
        var group = stage.group(-2001);
        group.write(21, "nice weather");
        var question = group.message(22, toBot("what does he say? <<say Fine>>"));
        group.write(question);
        var answer = stage.await(group, 1);
        assertThat(answer.plain()).isEqualTo("Fine");
        assertThat(answer.body().at("/reply_parameters/message_id").asLong())
                .isEqualTo(question.get("message_id").asLong());
        assertThat(stage.lastRequest())
                .contains("Person 21: nice weather", "Person 22: what does he say?", "Be brief.");

        group.answer(23, answer, "<<say By reply>>");
        assertThat(stage.await(group, 2).plain()).isEqualTo("By reply");
        assertThat(stage.lastRequest()).contains("Person 23: [In answer to ");

        group.write(21, "<<say By pattern>> and MOLTY, not moltypes");
        assertThat(stage.await(group, 3).plain()).isEqualTo("By pattern");
    }

    @Test
    void itMayChooseToSayNothing() {
        var group = stage.group(-2003);
        group.write(21, toBot("<<say NO_REPLY>>"));
        group.write(22, "among ourselves");
        group.write(23, toBot("<<say Spoken>>"));

        assertThat(stage.await(group, 1).plain()).isEqualTo("Spoken");
        assertThat(stage.telegram().calls("sendMessage"))
                .noneMatch(call -> call.body().get("text").asText().contains("NO_REPLY"));
    }

    @Test
    void itAnswersEverythingOnceAnAdministratorSaysSo() {
        var group = founded(-2004);
        group.write(21, "/activation always");
        group.write(ADMIN, "/activation always");
        assertThat(stage.await(group, 2).plain()).startsWith("I answer everything");
        repeat(() -> {
            group.write(21, "<<say Unasked>>");
            return group.sent().getLast().plain().equals("Unasked");
        });

        group.write(ADMIN, "/activation mention");
        awaitLast(group, "I answer when I am named");
        repeat(() -> {
            int before = group.count();
            group.write(21, "among ourselves");
            group.write(22, toBot("<<say Asked>>"));
            awaitLast(group, "Asked");
            return group.count() == before + 1;
        });
    }

    private record Reserved(String command, String answer) {}

    @Test
    void onlyItsAdministratorsMayChangeIt() {
        var reserved = List.of(
                new Reserved("/new", "A new conversation begins"),
                new Reserved("/reset", "A new conversation begins"),
                new Reserved("/compact", "There is nothing to shorten"),
                new Reserved("/export", "This is our conversation as a file"),
                new Reserved("/forget", "This empties USER.md"),
                new Reserved("/persona", "You talk with Molty"),
                new Reserved("/model openai/gpt-4o", "Your model is now openai/gpt-4o"),
                new Reserved("/think high", "at level high"),
                new Reserved("/verbose on", "Answers begin with the tools"),
                new Reserved("/queue steer", "it goes into the answer"),
                new Reserved("/timezone UTC", "Your time zone is now UTC"));
        for (int i = 0; i < reserved.size(); i++) {
            stage.group(-2010 - i).write(21, toBot("<<say here>>"));
        }
        for (int i = 0; i < reserved.size(); i++) {
            var group = stage.group(-2010 - i);
            stage.await(group, 1);
            group.admin(ADMIN);
            group.write(21, reserved.get(i).command());
            group.write(21, "/status@another_bot");
            group.write(21, "/whoami@" + BotApiDouble.NAME);
        }
        for (int i = 0; i < reserved.size(); i++) {
            var group = stage.group(-2010 - i);
            assertThat(stage.await(group, 2).plain())
                    .contains("You are telegram_21", "in the group telegram_" + group.id());
            group.write(ADMIN, reserved.get(i).command());
        }
        for (int i = 0; i < reserved.size(); i++) {
            awaitLast(stage.group(-2010 - i), reserved.get(i).answer());
        }
    }

    @Test
    void itHearsOnlyWhomAndWhereItIsToldTo() {
        var unlisted = stage.group(-2999);
        unlisted.write(31, toBot("<<say marker-delta>>"));
        var narrow = stage.group(-2002);
        narrow.write(32, toBot("<<say marker-delta>>"));
        narrow.write(31, toBot("<<say listed>>"));

        assertThat(stage.await(narrow, 1).plain()).isEqualTo("listed");
        assertThat(stage.lastRequest()).doesNotContain("marker-delta");
        assertThat(unlisted.count()).isZero();
        assertThat(stage.directory(unlisted)).doesNotExist();
    }

    @Test
    void itKnowsNothingOfWhatItsMembersSayInPrivate() {
        var chat = stage.person();
        stage.ask(chat, "<<tool write {\"path\":\"USER.md\",\"content\":\"marker-gamma\"}>>");
        stage.ask(chat, "<<say alone>>");
        assertThat(stage.lastRequest()).contains("marker-gamma");
        var group = stage.group(-2006);

        group.write(chat.id(), toBot("<<say together>>"));

        assertThat(stage.await(group, 1).plain()).isEqualTo("together");
        assertThat(stage.lastRequest()).doesNotContain("marker-gamma");
    }

    @Test
    void eachTopicOfAForumIsAConversationPlaceOfItsOwn() {
        var group = stage.group(-2007);
        group.write(inTopic(group, 6, 21, "about something else"));
        group.write(inTopic(group, 5, 21, "about this"));
        group.write(inTopic(group, 5, 22, toBot("<<say In its topic>>")));

        var answer = stage.await(group, 1);
        assertThat(answer.plain()).isEqualTo("In its topic");
        assertThat(answer.body().get("message_thread_id").asLong()).isEqualTo(5);
        assertThat(stage.lastRequest()).contains("about this").doesNotContain("about something else");
    }

    private static ObjectNode inTopic(ChatDouble group, long topic, long person, String text) {
        var message =
                group.message(person, text).put("message_thread_id", topic).put("is_topic_message", true);
        ((ObjectNode) message.get("chat")).put("is_forum", true);
        return message;
    }

    /// A group whose assistant has spoken, and that has an administrator.
    private ChatDouble founded(long id) {
        var group = stage.group(id);
        group.admin(ADMIN);
        group.write(21, toBot("<<say here>>"));
        stage.await(group, 1);
        return group;
    }

    private static void awaitLast(ChatDouble group, String text) {
        Awaitility.await(text + " in " + group.id())
                .atMost(TelegramStage.LIMIT)
                .until(() -> group.sent().getLast().plain().contains(text));
    }

    /// A setting counts once the router knows of it.
    private static void repeat(Callable<Boolean> attempt) {
        Awaitility.await("the setting counts")
                .atMost(TelegramStage.LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .until(attempt);
    }
}
