package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.telegram.ChatDouble;
import io.moltmates.gateway.CommandTable.Given;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What strangers read, and people who may write no more.
abstract class AdmissionConversations {

    private final TelegramStage stage;

    AdmissionConversations(TelegramStage stage) {
        this.stage = stage;
    }

    @Test
    void aStrangerIsShownACodeOnceAndIsLetInByIt() {
        var chat = stage.group(9001);
        String code = code(chat);
        CommandTable.all().stream().map(Given::name).forEach(name -> chat.write("/" + name));
        chat.write("Are you there?");
        assertThat(stage.directory(chat)).doesNotExist();

        assertThat(stage.commands().run("pairing", "list").out()).contains(code, "telegram_9001", "Person 9001");
        assertThat(stage.commands().run("pairing", "approve", code).out()).contains("telegram_9001 may write now.");

        assertThat(stage.await(chat, 2).plain()).startsWith("You have been let in");
        assertThat(stage.ask(chat, "<<say welcome>>")).contains("Who shall it be?");
        chat.press("Molty");
        assertThat(stage.await(chat, 5).plain()).isEqualTo("welcome");
        assertThat(stage.provider().calls("Are you there?")).isZero();
    }

    @Test
    void aStrangerWhoIsRefusedHearsNothingMore() {
        var chat = stage.group(9002);
        String code = code(chat);
        assertThat(stage.commands().run("pairing", "reject", code).exitCode()).isZero();

        chat.write("Hello?");

        assertThat(stage.ask(stage.person(), "<<say somebody else>>")).isEqualTo("somebody else");
        Awaitility.await().until(() -> stage.telegram().unconfirmed() == 0);
        assertThat(stage.commands().run("pairing", "list").out()).doesNotContain(code);
        assertThat(chat.count()).isEqualTo(1);
        assertThat(stage.directory(chat)).doesNotExist();
    }

    @Test
    void whoIsTakenOffTheListIsStoppedAndComesBackWhenListedAgain() {
        var chat = stage.person();
        chat.write("<<think 300000>> <<say never>> removed");
        stage.awaitAsked("<<think 300000>> <<say never>> removed");
        chat.write("And this?");

        stage.allow(id -> id != chat.id());

        assertThat(stage.await(chat, 3).plain()).isEqualTo("(Stopped before there was an answer.)");
        assertThat(stage.ask(chat, "Still there?")).contains("let you in by your code");
        stage.allow(_ -> true);
        Awaitility.await("the list counts again")
                .atMost(TelegramStage.LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    chat.write("<<say back>>");
                    return chat.sent().getLast().plain().equals("back");
                });
        assertThat(stage.provider().calls("And this?")).isZero();
    }

    private String code(ChatDouble chat) {
        String text = stage.ask(chat, "hello");
        assertThat(text).contains("Your id is telegram_" + chat.id());
        return text.replaceAll("(?s).*\\n([A-Z2-9]{8})\\n.*", "$1");
    }
}
